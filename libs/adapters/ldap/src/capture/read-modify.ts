import { isPasswordAttribute } from './is-password-attribute.ts';
import { passwordsOfChanges, type PasswordValues } from './passwords-of-changes.ts';
import type { SockLines } from './read-lines.ts';
import { readDn, readOperation, readSuffixes } from './read-operation.ts';
import type { SockModify } from './sock-request.ts';

const END_OF_CHANGE = '-';

export function readModify(lines: SockLines): SockModify {
  const operation = readOperation(lines);
  const dn = readDn(lines, readSuffixes(lines));
  const changes: PasswordValues[] = [];
  while (!lines.isAtEnd) {
    const change = readChange(lines);
    if (change !== undefined) changes.push(change);
  }
  return { kind: 'modify', ...operation, dn, ...passwordsOfChanges(changes) };
}

/** Undefined for a change of another attribute, and for an increment. */
function readChange(lines: SockLines): PasswordValues | undefined {
  const { name: operation, value } = lines.take();
  const attribute = value === undefined ? lines.fail('a change and its attribute') : new TextDecoder().decode(value);
  const values = readValues(lines, attribute);
  switch (operation) {
    case 'add':
    case 'delete':
    case 'replace':
      return isPasswordAttribute(attribute) ? { operation, values } : undefined;
    case 'increment':
      return undefined;
    default:
      return lines.fail('a kind of change');
  }
}

function readValues(lines: SockLines, attribute: string): Uint8Array[] {
  const values: Uint8Array[] = [];
  for (;;) {
    const { name, value } = lines.take();
    if (name === END_OF_CHANGE && value === undefined) return values;
    if (name !== attribute || value === undefined) return lines.fail('a value of the attribute that is changed');
    values.push(value);
  }
}
