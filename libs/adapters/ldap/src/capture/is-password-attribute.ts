const NAMES: ReadonlySet<string> = new Set(['userpassword', '2.5.4.35']);

/** With options, such as `userPassword;lang-de`, it is another attribute, which nobody logs in with. */
export function isPasswordAttribute(attribute: string): boolean {
  return NAMES.has(attribute.toLowerCase());
}
