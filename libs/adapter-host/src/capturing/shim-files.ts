import { connect } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { StoreAnnouncedV1 } from '@entsync/contracts';
import { z } from 'zod';

const RECIPIENT_FILE = 'recipient.json';
const SHIM_FILE = 'shim.json';
/** In milliseconds. */
const ANSWER_TIMEOUT = 500;

const shimFile = z.object({ socket: z.string() });

/** Tells the capture shim whom to seal to. Public keys only: the shim can seal, and open nothing. */
export async function tellShim(directory: string, recipient: StoreAnnouncedV1['recipientKeys'][number]): Promise<void> {
  const file = path.join(directory, RECIPIENT_FILE);
  const text = `${JSON.stringify(recipient)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.tmp`, text, { mode: 0o600 });
  await rename(`${file}.tmp`, file);
}

/** Whether the shim that writes this spool answers; `undefined` where none has ever written it. */
export async function shimAnswers(directory: string): Promise<boolean | undefined> {
  const text = await readFile(path.join(directory, SHIM_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = shimFile.safeParse(toJson(text));
  if (!parsed.success) return false;
  return new Promise((resolve) => {
    const socket = connect(parsed.data.socket);
    const answer = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(ANSWER_TIMEOUT, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
