import { readFileSync, statSync } from 'node:fs';

import type { Secret } from '@entsync/domain';

import { RefusedError } from '../cli.errors.ts';
import { splitLines } from './split-lines.ts';

const OPEN_TO_OTHERS = 0o077;

/** The one line of a file that only its owner can read. Throws {@link RefusedError}. */
export function readPasswordFile(file: string): Secret {
  const bytes = readOwnFile(file);
  const [password] = splitLines(bytes, 1, file);
  if (password === undefined || password.byteLength === 0) throw new RefusedError(`${file} holds no password.`);
  return password;
}

function readOwnFile(file: string): Uint8Array {
  try {
    if ((statSync(file).mode & OPEN_TO_OTHERS) !== 0) {
      throw new RefusedError(`${file} is open to others than its owner; run: chmod 600 ${file}`);
    }
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof RefusedError) throw cause;
    throw new RefusedError(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
}
