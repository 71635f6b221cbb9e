/** A password as bytes that could be found somewhere. */
export interface EncodedCanary {
  readonly encoding: string;
  readonly bytes: Buffer;
}

type Encode = (text: string) => Buffer | string;

const BYTES: readonly [string, (text: string) => Buffer][] = [
  ['UTF-8', (text) => Buffer.from(text, 'utf8')],
  ['UTF-16LE', (text) => Buffer.from(text, 'utf16le')],
];

const ALIGNMENTS = [0, 1, 2] as const;

const ENCODED_BYTES = BYTES.flatMap(([name, toBytes]): [string, Encode][] => [
  [name, toBytes],
  [`hex of ${name}`, (text) => toBytes(text).toString('hex')],
  [`upper-case hex of ${name}`, (text) => toBytes(text).toString('hex').toUpperCase()],
  ...ALIGNMENTS.flatMap((alignment): [string, Encode][] => [
    [`base64 of ${name}, alignment ${alignment}`, (text) => alignedBase64(toBytes(text), alignment, 'base64')],
    [`base64url of ${name}, alignment ${alignment}`, (text) => alignedBase64(toBytes(text), alignment, 'base64url')],
  ]),
]);

const ESCAPED_TEXT: readonly [string, Encode][] = [
  ['JSON', asJson],
  ['JSON, ASCII only', (text) => escapeUnits(asJson(text), NOT_ASCII)],
  ['JSON, ASCII only, upper-case', (text) => escapeUnits(asJson(text), NOT_ASCII, true)],
  ['JSON, all escaped', (text) => escapeUnits(text, ANY)],
  ['JSON, all escaped, upper-case', (text) => escapeUnits(text, ANY, true)],
  ['JSON in JSON', (text) => asJson(asJson(text))],
  ['SQL', doubleQuotes],
  ['SQL, backslashes doubled', (text) => doubleQuotes(doubleBackslashes(text))],
  ['backslashes doubled', doubleBackslashes],
  ['URL', encodeURIComponent],
  ['URL, lower-case', (text) => lowerEscapes(encodeURIComponent(text))],
  ['URL form', asFormValue],
  ['URL form, lower-case', (text) => lowerEscapes(asFormValue(text))],
  ['URL, all escaped', percentAll],
  ['URL, all escaped, lower-case', (text) => lowerEscapes(percentAll(text))],
];

/** What a system may have made of a password before it kept it. */
const FORMS: readonly [string, (text: string) => string][] = [
  ['', (text) => text],
  ...(['NFC', 'NFD', 'NFKC', 'NFKD'] as const).map((form): [string, (text: string) => string] => [
    ` (${form})`,
    (text) => text.normalize(form),
  ]),
];

/** All that the password can look like; what looks the same is there once, under its first name. */
export function encodingsOf(canary: string): EncodedCanary[] {
  const all = FORMS.flatMap(([form, normalize]) =>
    [...ENCODED_BYTES, ...ESCAPED_TEXT].map(([name, encode]) => ({
      encoding: `${name}${form}`,
      bytes: Buffer.from(encode(normalize(canary)) as string),
    })),
  );
  const distinct = new Map(all.toReversed().map((each) => [each.bytes.toString('latin1'), each]));
  return [...distinct.values()].toReversed();
}

/** The digits that depend on these bytes alone, wherever in a longer text they lie. @param alignment bytes before them, modulo 3 */
function alignedBase64(bytes: Buffer, alignment: number, alphabet: 'base64' | 'base64url'): string {
  const shifted = Buffer.concat([Buffer.alloc(alignment), bytes]);
  const first = Math.ceil((alignment * 8) / 6);
  const end = Math.floor((shifted.length * 8) / 6);
  return shifted.toString(alphabet).slice(first, end);
}

const NOT_ASCII = /[\u0080-\uffff]/g;
const ANY = /[^]/g;

function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** `\uXXXX` for each UTF-16 unit that matches. */
function escapeUnits(text: string, which: RegExp, upperCase = false): string {
  return text.replaceAll(which, (unit) => {
    const digits = unit.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${upperCase ? digits.toUpperCase() : digits}`;
  });
}

function doubleQuotes(text: string): string {
  return text.replaceAll("'", "''");
}

function doubleBackslashes(text: string): string {
  return text.replaceAll('\\', '\\\\');
}

function asFormValue(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

function percentAll(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
}

function lowerEscapes(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}
