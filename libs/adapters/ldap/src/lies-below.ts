import { canonicalAccount } from '@entsync/domain';

/** Whether an entry lies somewhere below another one, by their names alone. */
export function liesBelow(baseDn: string, dn: string): boolean {
  const [base, below] = [canonicalAccount('ldap-dn', baseDn), canonicalAccount('ldap-dn', dn)];
  const end = below.length - base.length;
  return end > 1 && below.endsWith(base) && isSeparator(below, end - 1);
}

/** A comma behind a backslash belongs to a value, unless the backslash itself is escaped. */
function isSeparator(dn: string, index: number): boolean {
  const backslashes = /\\*$/.exec(dn.slice(0, index))?.[0].length ?? 0;
  return dn[index] === ',' && backslashes % 2 === 0;
}
