/** Names under which something sealed travels. */
const SEALED = new Set(['sealed', 'login', 'link']);

/** A message as it may be shown: what is sealed in it is shown as that, with its size. */
export function concealSealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(concealSealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) =>
      SEALED.has(name) && typeof part === 'string' ? [name, describeSealed(part)] : [name, concealSealed(part)],
    ),
  );
}

function describeSealed(base64: string): string {
  return `[sealed, ${Buffer.from(base64, 'base64').byteLength} bytes]`;
}
