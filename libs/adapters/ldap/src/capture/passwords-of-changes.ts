import { Secret } from '@entsync/domain';

/** One change of `userPassword`, as in a modify request. The values are views: copied where they are kept. */
export interface PasswordValues {
  readonly operation: 'add' | 'delete' | 'replace';
  readonly values: readonly Uint8Array[];
}

/** `{SSHA}...` and the like: a value that was hashed before it came, from which no password can be had. */
const STORAGE_SCHEME = /^\{[\w./-]+\}/;
const LONGEST_SCHEME = 40;

export interface Passwords {
  readonly newPassword: Secret | undefined;
  readonly oldPassword: Secret | undefined;
}

/** What the changes of one request come to, in their order. */
export function passwordsOfChanges(changes: readonly PasswordValues[]): Passwords {
  let added: Uint8Array[] = [];
  const deleted: Uint8Array[] = [];
  for (const { operation, values } of changes) {
    switch (operation) {
      case 'add':
        added.push(...values);
        break;
      case 'replace':
        added = [...values];
        break;
      case 'delete':
        // Without values, all go.
        added = values.length === 0 ? [] : added.filter((value) => !values.some((other) => equal(value, other)));
        deleted.push(...values);
        break;
    }
  }
  return { newPassword: secretOf(added.findLast(isClear)), oldPassword: secretOf(deleted.find(isClear)) };
}

function isClear(value: Uint8Array): boolean {
  const beginning = new TextDecoder('latin1').decode(value.subarray(0, LONGEST_SCHEME));
  return value.length > 0 && !STORAGE_SCHEME.test(beginning);
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

export function secretOf(value: Uint8Array | undefined): Secret | undefined {
  return value === undefined ? undefined : new Secret(new Uint8Array(value));
}
