/** May do everything in every tree. Password policies hold for it all the same. */
export const ADMIN_SUFFIX = 'cn=lab';
export const ADMIN_DN = `cn=admin,${ADMIN_SUFFIX}`;

export function peopleDn(suffix: string): string {
  return `ou=people,${suffix}`;
}

export function personDn(suffix: string, uid: string): string {
  return `uid=${escapeRdnValue(uid)},${peopleDn(suffix)}`;
}

/** What EntSync logs on as: it may set passwords in `ou=people`, and that is all. */
export function serviceDn(suffix: string): string {
  return `cn=entsync,${suffix}`;
}

/** What slapd itself acts as inside a tree. There is no such entry and no password, so nobody can log on as it. */
export function internalDn(suffix: string): string {
  return `cn=internal,${suffix}`;
}

/** Who wrote what and when in a tree. */
export function logSuffix(tree: string): string {
  return `cn=${escapeRdnValue(tree)}-log`;
}

export function policiesDn(suffix: string): string {
  return `ou=policies,${suffix}`;
}

/** RFC 4514: the characters that would end a value, and a space or `#` where it would be lost. */
export function escapeRdnValue(value: string): string {
  return value
    .replaceAll(/[\\,+"<>;=]/g, String.raw`\$&`)
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/ $/, String.raw`\ `);
}
