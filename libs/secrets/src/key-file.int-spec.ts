import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { everythingIn, tracesOf } from '../test/everything-in.ts';
import { rejectionOf } from '../test/rejection-of.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';

const CANARY = 'canary-Tr0ub4dor';
const CONTENT = { key: CANARY };
const modeOf = (file: string): number => statSync(file).mode & 0o777;

test('a key file is read as it was written, and only its owner may', () => {
  const file = path.join(temporaryFolder(), 'keys', 'dc1.json');
  writeKeyFile(file, CONTENT);
  expect(readKeyFile(file)).toEqual(CONTENT);
  expect(modeOf(file)).toBe(0o600);
  expect(modeOf(path.dirname(file))).toBe(0o700);
});

test('a key file is replaced as a whole, and nothing is left beside it', () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'dc1.json');
  writeKeyFile(file, { key: 'the former one, which is longer' });
  writeKeyFile(file, CONTENT);
  expect(readKeyFile(file)).toEqual(CONTENT);
  expect(readdirSync(folder)).toEqual(['dc1.json']);
});

test('what an earlier attempt left open to others does not open the next one', () => {
  const file = path.join(temporaryFolder(), 'dc1.json');
  const leftover = `${file}.${process.pid}.tmp`;
  writeFileSync(leftover, '');
  chmodSync(leftover, 0o644);
  writeKeyFile(file, CONTENT);
  expect(modeOf(file)).toBe(0o600);
});

test.each([0o640, 0o604, 0o620, 0o601, 0o644, 0o666])(
  'a key file of mode %o is refused with the command that helps',
  (mode) => {
    const file = path.join(temporaryFolder(), 'dc1.json');
    writeKeyFile(file, CONTENT);
    chmodSync(file, mode);
    expect(() => readKeyFile(file)).toThrow(
      expect.objectContaining({
        code: 'ENTSYNC_KEY_FILE',
        file,
        message: expect.stringContaining(`chmod 600 ${file}`),
      }),
    );
  },
);

test('a key file that its owner alone may read, and not write, is accepted', () => {
  const file = path.join(temporaryFolder(), 'dc1.json');
  writeKeyFile(file, CONTENT);
  chmodSync(file, 0o400);
  expect(readKeyFile(file)).toEqual(CONTENT);
});

test('a key file that is missing is named', () => {
  const file = path.join(temporaryFolder(), 'none.json');
  expect(() => readKeyFile(file)).toThrow(expect.objectContaining({ message: `${file} is missing.` }));
});

test('a key file that is torn is refused, and nothing of it is told', async () => {
  const file = path.join(temporaryFolder(), 'dc1.json');
  writeKeyFile(file, CONTENT);
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -6));
  const error = await rejectionOf(() => readKeyFile(file));
  expect(error).toMatchObject({ code: 'ENTSYNC_KEY_FILE', message: `${file} cannot be read as a key file.` });
  for (const trace of tracesOf(CANARY)) expect(everythingIn(error)).not.toContain(trace);
});
