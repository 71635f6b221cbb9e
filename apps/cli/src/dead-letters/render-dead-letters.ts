import type { DeadLetterAnswer, WholeDeadLetter } from '@entsync/api-client';

import { formatMoment } from '../terminal/format-time.ts';
import { printable, printableJson } from '../terminal/printable.ts';
import type { Screen } from '../terminal/screen.ts';
import { renderTable } from '../terminal/table.ts';
import { concealSealed } from '../topics/conceal-sealed.ts';

export function renderDeadLetters(letters: readonly DeadLetterAnswer[], screen: Screen): string {
  return renderTable(
    [
      { title: 'ID', align: 'right' },
      { title: 'SINCE' },
      { title: 'RECORD', wraps: true },
      { title: 'STATE' },
      { title: 'REASON' },
      { title: 'DETAIL', wraps: true },
    ],
    letters.map(({ id, at, topic, partition, offset, state, reason, detail }) => [
      id,
      formatMoment(at),
      `${topic}/${partition}@${offset}`,
      { text: state, tone: state === 'open' ? 'warning' : 'faint' },
      reason,
      detail,
    ]),
    screen,
  );
}

/** One of them, whole; what is sealed in it is shown as that. */
export function renderDeadLetter(letter: WholeDeadLetter, { paint }: Pick<Screen, 'paint'>): string {
  const { topic, partition, offset, at, state, reason, detail, service, key, type, trackingId, bytes } = letter;
  const facts: readonly (readonly [string, string | null])[] = [
    ['record', `${topic}/${partition}@${offset}`],
    ['since', formatMoment(at)],
    ['state', state],
    ['reason', `${reason}: ${detail}`],
    ['said by', service],
    ['key', key],
    ['type', type],
    ['tracking id', trackingId],
    ['size', `${bytes} bytes`],
    ...Object.entries(letter.headers).map(([name, value]) => [`header ${name}`, value] as const),
  ];
  const shown = facts.flatMap(([name, value]) =>
    value === null ? [] : [`${paint('faint', printable(name).padEnd(NAME_WIDTH))} ${printable(value)}`],
  );
  return [...shown, printableJson(concealSealed(letter.value), 2)].join('\n');
}

const NAME_WIDTH = 26;
