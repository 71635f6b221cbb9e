import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

import type { Secret } from '@entsync/domain';
import { z } from 'zod';

import type { MasterSecretFile } from './master-secret.ts';

/** E:10836. */
const MIN_BACKUP_PASSWORD_LENGTH = 7;
/** E:10840. */
const MAX_REMINDER_LENGTH = 512;

/** About half a second and 128 MiB on the machines of 2026: guessing a weak password stays slow. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;

const backupFile = z.object({
  format: z.literal('entsync-master-secret-backup-1'),
  /** Readable without the password. */
  reminder: z.string().max(MAX_REMINDER_LENGTH),
  msid: z.string(),
  createdAt: z.string(),
  salt: z.string(),
  nonce: z.string(),
  sealed: z.string(),
});

export type MasterSecretBackup = z.infer<typeof backupFile>;

/** Why a backup was not made or not restored; ids are those of Enterprise Single Sign-On. */
export class BackupError extends Error {
  readonly code = 'ENTSYNC_SECRET_BACKUP';

  constructor(
    /** 10779 wrong password, 10836 too short, 10840 reminder too long, 10564 not a backup, 10815 another secret. */
    readonly eventId: number,
    message: string,
  ) {
    super(message);
    this.name = 'BackupError';
  }
}

/** Encrypts the master secret under a password (scrypt, AES-256-GCM). Throws {@link BackupError}. */
export function makeBackup(
  content: MasterSecretFile,
  password: Secret,
  reminder: string,
  now: Date,
): MasterSecretBackup {
  const length = password.open((bytes) => Array.from(Buffer.from(bytes).toString()).length);
  if (length < MIN_BACKUP_PASSWORD_LENGTH) {
    throw new BackupError(10836, `The backup password must have at least ${MIN_BACKUP_PASSWORD_LENGTH} characters.`);
  }
  if (reminder.length > MAX_REMINDER_LENGTH) {
    throw new BackupError(10840, `The reminder must have at most ${MAX_REMINDER_LENGTH} characters.`);
  }
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const open = {
    format: 'entsync-master-secret-backup-1',
    reminder,
    msid: content.current.msid,
    createdAt: now.toISOString(),
  } as const;
  const cipher = createCipheriv('aes-256-gcm', keyOf(password, salt), nonce).setAAD(Buffer.from(open.msid));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()]);
  return { ...open, salt: salt.toString('base64'), nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}

/** Throws {@link BackupError} (10564, 10779). */
export function openBackup(text: string, password: Secret): MasterSecretFile {
  const backup = parseBackup(text);
  const sealed = Buffer.from(backup.sealed, 'base64');
  const key = keyOf(password, Buffer.from(backup.salt, 'base64'));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(backup.nonce, 'base64'), { authTagLength: 16 })
      .setAAD(Buffer.from(backup.msid))
      .setAuthTag(sealed.subarray(-16));
    return JSON.parse(
      Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString(),
    ) as MasterSecretFile;
  } catch {
    const hint = backup.reminder === '' ? '' : ` Its reminder is: ${backup.reminder}`;
    throw new BackupError(10779, `The password of the backup is wrong, or the file was changed.${hint}`);
  }
}

function parseBackup(text: string): MasterSecretBackup {
  try {
    return backupFile.parse(JSON.parse(text));
  } catch {
    throw new BackupError(10564, 'The file is no backup of a master secret.');
  }
}

function keyOf(password: Secret, salt: Uint8Array): Buffer {
  return password.open((bytes) => scryptSync(bytes, salt, 32, SCRYPT));
}
