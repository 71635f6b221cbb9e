/** A value as a Java properties file has it: Latin-1 with escapes, so everything beyond ASCII is escaped. */
export function escapeJavaProperty(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function writeJavaProperties(properties: Readonly<Record<string, string | number | boolean>>): string {
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${escapeJavaProperty(String(value))}\n`);
  return lines.join('');
}
