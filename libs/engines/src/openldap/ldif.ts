/** One entry: its name, and its attributes in order. An attribute with several values is written once for each. */
export interface LdifEntry {
  readonly dn: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** RFC 2849; what is not plain ASCII is written in base64. */
export function writeLdif(entries: readonly LdifEntry[]): string {
  return entries.map(({ dn, attributes }) => [['dn', dn] as const, ...attributes].map(writeLine).join('')).join('\n');
}

function writeLine([name, value]: readonly [string, string]): string {
  const safe = /^(?![ :<])[\x20-\x7e]*(?<! )$/.test(value);
  return safe ? `${name}: ${value}\n` : `${name}:: ${Buffer.from(value).toString('base64')}\n`;
}
