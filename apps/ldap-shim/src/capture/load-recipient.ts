import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { importRecipient, type Recipient } from '@entsync/secrets';
import { z } from 'zod';

import { RecipientKeyError } from '../shim.errors.ts';

const recipientFile = z.object({ keyId: z.string(), publicKey: z.string() });

/** Whom to seal to, as the adapter host has left it in the spool; read for each change, so that a new key counts at once. */
export async function loadRecipient(spool: string): Promise<Recipient> {
  const file = path.join(spool, 'recipient.json');
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new RecipientKeyError(file, 'missing', cause);
  });
  try {
    const { keyId, publicKey } = recipientFile.parse(JSON.parse(text));
    const recipient = await importRecipient(Buffer.from(publicKey, 'base64'));
    if (recipient.keyId === keyId) return recipient;
  } catch (cause) {
    throw new RecipientKeyError(file, 'damaged', cause);
  }
  throw new RecipientKeyError(file, 'damaged');
}
