import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

import { KeyFileError } from './secrets.errors.ts';

const OWNER_ONLY = 0o600;

/** Writes a file that only its owner can read: durable, and never half there. */
export function writeKeyFile(file: string, content: object): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  // A file that is there already would keep its own mode.
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', OWNER_ONLY);
  try {
    writeSync(descriptor, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
  syncDirectory(path.dirname(file));
}

function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads what {@link writeKeyFile} wrote. Throws {@link KeyFileError} when it is missing, readable by others, or no JSON. */
export function readKeyFile(file: string): unknown {
  try {
    const { mode } = statSync(file);
    if ((mode & 0o077) !== 0) {
      throw new KeyFileError(file, `${file} holds keys and is open to others than its owner; run: chmod 600 ${file}`);
    }
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof KeyFileError) throw cause;
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing) throw new KeyFileError(file, `${file} is missing.`);
    throw new KeyFileError(file, `${file} cannot be read as a key file.`);
  }
}
