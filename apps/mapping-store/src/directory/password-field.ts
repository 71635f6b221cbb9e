import type { Field } from './entities.ts';

/**
 * Which credential field is the password (E:10818 where that is ambiguous): with exactly two fields the second one; otherwise the one field that is
 * marked as synchronized. Ordinal 0 is the external account.
 */
export function passwordFieldOf(fields: readonly Field[]): Field | undefined {
  if (fields.length === 2) return fields.find(({ ordinal }) => ordinal === 1);
  const synchronized = fields.filter((field) => field.synchronized);
  return synchronized.length === 1 ? synchronized[0] : undefined;
}

/** Credential fields that synchronization leaves alone. */
export function otherFieldsOf(fields: readonly Field[]): readonly Field[] {
  const password = passwordFieldOf(fields);
  return fields.filter(({ ordinal }) => ordinal !== 0 && ordinal !== password?.ordinal);
}
