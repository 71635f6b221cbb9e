import { formatClock, formatMoment } from '../terminal/format-time.ts';
import { printable, printableJson } from '../terminal/printable.ts';
import type { Screen } from '../terminal/screen.ts';
import type { DecodedRecord } from './decode-record.ts';

const INDENT = '    ';

/** Where it lies and what it is, in one line; what it says, in the next. */
export function renderRecord(record: DecodedRecord, { paint }: Pick<Screen, 'paint'>): string {
  const { topic, partition, offset, appendedAt, key, signer, type, data, problem, bytes } = record;
  const day = formatMoment(appendedAt).slice(0, 'yyyy-mm-dd'.length);
  const head = [
    paint('faint', `${day} ${formatClock(appendedAt)}`),
    `${printable(topic)}/${partition}@${offset}`,
    paint(problem === null ? 'strong' : 'bad', type === null ? 'no message' : printable(type)),
    key === null ? '' : printable(key),
    signer === null ? '' : paint('faint', `signed by ${printable(signer)}`),
  ].filter((part) => part !== '');
  const says = problem === null ? describeData(data) : `${printable(problem)} (${bytes} bytes, not shown)`;
  return `${head.join('  ')}\n${INDENT}${says}`;
}

/** `name=value` for each part. */
function describeData(data: unknown): string {
  if (typeof data !== 'object' || data === null) return printableJson(data);
  return Object.entries(data)
    .map(
      ([name, value]: [string, unknown]) =>
        `${name}=${typeof value === 'string' ? printable(value) : printableJson(value)}`,
    )
    .join(' ');
}
