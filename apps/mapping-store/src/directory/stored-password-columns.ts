import type { ConfirmedPassword } from '@entsync/domain';

import type { StoredPassword } from './entities.ts';

/** The columns that a stored password has in `windows_users` and in `mappings`, as they are read. */
export interface StoredPasswordColumns {
  readonly password: Buffer | null;
  readonly fingerprint: string | null;
  readonly stored_time: string | null;
  readonly stored_origin: string | null;
  readonly stored_sequence: string | null;
  readonly proven_at: string | null;
  readonly confirmed_by: ConfirmedPassword['by'] | null;
}

/** For a select list; `prefix` is the table's name there. */
export function storedPasswordColumns(prefix: string): string {
  return ['password', 'fingerprint', 'stored_time', 'stored_origin', 'stored_sequence', 'proven_at', 'confirmed_by']
    .map((column) => `${prefix}.${column}`)
    .join(', ');
}

export function toStoredPassword(columns: StoredPasswordColumns): StoredPassword | undefined {
  const { password, fingerprint, stored_time: time, stored_origin: origin } = columns;
  if (password === null || fingerprint === null || time === null || origin === null) return undefined;
  return {
    password,
    confirmed: {
      version: { time: Number(time), origin, sequence: Number(columns.stored_sequence) },
      fingerprint,
      by: columns.confirmed_by ?? 'capture',
      provenAt: Number(columns.proven_at),
    },
  };
}
