import { inspect } from 'node:util';

/** All that could be printed of an error and of its causes, in every form that a careless log might choose. */
export function everythingIn(error: unknown): string {
  const forms = [inspect(error, { showHidden: true, depth: Infinity }), JSON.stringify(error), String(error)];
  return error instanceof Error ? [...forms, error.stack, everythingIn(error.cause)].join('\n') : forms.join('\n');
}

/** How bytes may come to light: as text, hexadecimal, base64, and as inspected numbers. */
export function tracesOf(secret: Uint8Array | string): readonly string[] {
  const bytes = Buffer.from(secret);
  const middle = bytes.subarray(0, 6);
  return [
    bytes.toString(),
    bytes.toString('hex'),
    bytes.toString('base64').slice(0, 8),
    [...middle].join(', '),
    inspect(middle).slice(8, -1),
  ];
}
