import { isPasswordAttribute } from './is-password-attribute.ts';
import { passwordsOfChanges } from './passwords-of-changes.ts';
import type { SockLines } from './read-lines.ts';
import { readDn, readOperation, readSuffixes } from './read-operation.ts';
import type { SockAdd } from './sock-request.ts';

export function readAdd(lines: SockLines): SockAdd {
  const operation = readOperation(lines);
  const dn = readDn(lines, readSuffixes(lines));
  const values: Uint8Array[] = [];
  while (!lines.isAtEnd) {
    const { name, value } = lines.take();
    if (value === undefined) return lines.fail('an attribute and its value');
    if (isPasswordAttribute(name)) values.push(value);
  }
  return { kind: 'add', ...operation, dn, ...passwordsOfChanges([{ operation: 'add', values }]) };
}
