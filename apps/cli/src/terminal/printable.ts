/** Control characters, and those that turn the direction of text: a name that holds them could rewrite what a terminal shows. */
const DANGEROUS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text that comes from somewhere else, as it can be shown on a terminal: in one line, with what is dangerous written out. */
export function printable(text: string): string {
  return text.replaceAll(DANGEROUS, escaped);
}

/** Several lines that belong together, such as a message of an error. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** JSON that is safe on a terminal too: what JSON itself leaves as it is, is escaped. */
export function printableJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, undefined, indent) ?? 'null';
  return json
    .split('\n')
    .map((line) => line.replaceAll(DANGEROUS, (character) => `\\u${hex(character, 4)}`))
    .join('\n');
}

function escaped(character: string): string {
  const isByte = character.charCodeAt(0) <= 0xff;
  return isByte ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`;
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, '0');
}
