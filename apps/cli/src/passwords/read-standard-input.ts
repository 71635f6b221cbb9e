import { UsageError } from '../cli.errors.ts';

/** No password comes near it. In bytes. */
const LIMIT = 64 * 1024;

/** All that comes in, as bytes. The caller wipes them. Throws {@link UsageError} for what cannot be a password. */
export async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > LIMIT) throw new UsageError('Standard input holds far more than a password.');
  }
  const all = new Uint8Array(Buffer.concat(chunks));
  for (const chunk of chunks) chunk.fill(0);
  return all;
}
