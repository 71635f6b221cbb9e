import { escapeLiteral } from 'pg';

/** A way in which programs write a text down, and the words by which the search reports it. */
export interface Writing {
  readonly name: string;
  readonly reported: RegExp;
  readonly bytes: Buffer;
}

const ESCAPED_AS_JSON = /^JSON/;
const ESCAPED_FOR_URL = /^URL/;

/** The text amid others, as programs write it: made with nothing of the search, which is proved by it. */
export function writingsOf(canary: string): readonly Writing[] {
  return [...(['utf8', 'utf16le'] as const).flatMap((charset) => writtenBytes(canary, charset)), ...escaped(canary)];
}

function writtenBytes(canary: string, charset: 'utf8' | 'utf16le'): Writing[] {
  const name = charset === 'utf8' ? 'UTF-8' : 'UTF-16LE';
  const bytes = Buffer.from(canary, charset);
  const hex = bytes.toString('hex');
  return [
    { name, reported: new RegExp(`^${name}`), bytes },
    { name: `hex of ${name}`, reported: new RegExp(`^hex of ${name}`), bytes: Buffer.from(`00${hex}ff`) },
    {
      name: `upper-case hex of ${name}`,
      reported: new RegExp(`^upper-case hex of ${name}`),
      bytes: Buffer.from(`00${hex.toUpperCase()}FF`),
    },
    ...(['base64', 'base64url'] as const).flatMap((alphabet) =>
      ['', 'a', 'ab', 'abc', 'abcd'].map((before) => ({
        name: `${alphabet} of ${name} behind ${before.length} bytes`,
        reported: new RegExp(`^${alphabet} of ${name}, alignment ${before.length % 3}`),
        bytes: Buffer.from(Buffer.concat([Buffer.from(before), bytes, Buffer.from('z')]).toString(alphabet)),
      })),
    ),
  ];
}

function escaped(canary: string): Writing[] {
  const units = Array.from({ length: canary.length }, (_, index) => canary.charCodeAt(index));
  const json = JSON.stringify({ a: canary });
  return [
    ['JSON', json, ESCAPED_AS_JSON],
    [
      'JSON of Java and Python',
      json.replaceAll(/[^ -~]/g, (unit) => unicodeEscape(unit.charCodeAt(0))),
      ESCAPED_AS_JSON,
    ],
    ['JSON within JSON', JSON.stringify({ a: json }), ESCAPED_AS_JSON],
    ['JSON, all escaped', units.map((unit) => unicodeEscape(unit)).join(''), ESCAPED_AS_JSON],
    ['JSON, all escaped, upper-case', units.map((unit) => unicodeEscape(unit, true)).join(''), ESCAPED_AS_JSON],
    ['a statement', `select '${canary.split("'").join("''")}'`, /^SQL/],
    ['a statement of a driver', `select ${escapeLiteral(canary)}`, /^SQL/],
    ['a dump', canary.split('\\').join('\\\\'), /^backslashes/],
    ['a path of a URL', `/a/${encodeURIComponent(canary)}`, ESCAPED_FOR_URL],
    ['a query of a URL', new URLSearchParams({ a: canary }).toString(), ESCAPED_FOR_URL],
    ['URL, all escaped', Buffer.from(canary).toString('hex').replaceAll(/../g, '%$&'), ESCAPED_FOR_URL],
  ].map(([name, text, reported]) => ({
    name: name as string,
    reported: reported as RegExp,
    bytes: Buffer.from(text as string),
  }));
}

function unicodeEscape(unit: number, upperCase = false): string {
  const digits = unit.toString(16).padStart(4, '0');
  return `\\u${upperCase ? digits.toUpperCase() : digits}`;
}
