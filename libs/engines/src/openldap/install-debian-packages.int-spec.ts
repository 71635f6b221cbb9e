import { expect, test } from 'vitest';

import { installDebianPackages } from './install-debian-packages.ts';

test('packages that are there are not installed again', async () => {
  const said: string[] = [];
  await installDebianPackages(['dpkg', 'coreutils'], (message) => said.push(message));
  expect(said).toEqual([]);
});

test('what cannot be installed is named with the command to run', async () => {
  await expect(installDebianPackages(['dpkg', 'entsync-no-such-package'])).rejects.toMatchObject({
    code: 'ENTSYNC_PACKAGES_MISSING',
    message: expect.stringContaining('apt-get install entsync-no-such-package'),
  });
});
