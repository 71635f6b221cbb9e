/**
 * How the accounts of one kind of system are compared. Two spellings are one account when their canonical forms are equal, byte by byte.
 *
 * | form       | meaning |
 * |------------|---------|
 * | exact      | every character counts |
 * | lower-case | letters are compared without case |
 * | ldap-dn    | a distinguished name: types and values without case, spaces around separators dropped, inner runs of spaces as one |
 */
export const ACCOUNT_FORMS = ['exact', 'lower-case', 'ldap-dn'] as const;

export type AccountForm = (typeof ACCOUNT_FORMS)[number];

/** L12: the one spelling by which an account is known here; applied when a mapping is made and when a change is captured. */
export function canonicalAccount(form: AccountForm, account: string): string {
  switch (form) {
    case 'exact':
      return account;
    case 'lower-case':
      return account.toLowerCase();
    case 'ldap-dn':
      return canonicalDn(account);
  }
}

function canonicalDn(dn: string): string {
  return splitUnescaped(dn, ',')
    .map((rdn) => splitUnescaped(rdn, '+').map(canonicalAssertion).sort().join('+'))
    .join(',');
}

function canonicalAssertion(assertion: string): string {
  const [type = '', ...value] = splitUnescaped(assertion, '=');
  return `${trimUnescaped(type)}=${trimUnescaped(value.join('=')).replaceAll(/ +/g, ' ')}`.toLowerCase();
}

/** What stands behind a backslash is part of a value, whatever it is (RFC 4514). */
function splitUnescaped(text: string, separator: string): string[] {
  const parts = [''];
  for (const [token] of text.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (token === separator) parts.push('');
    else parts.push((parts.pop() ?? '') + token);
  }
  return parts;
}

/** A space at the end that is escaped belongs to the value. */
function trimUnescaped(text: string): string {
  return text.replace(/^ +/, '').replace(/((?:\\[\s\S]|[^\\])*?) *$/, '$1');
}
