import type { AppliedChange } from '@entsync/api-client';

import { printable } from '../terminal/printable.ts';
import type { Screen, Tone } from '../terminal/screen.ts';

const SIGNS: Readonly<Record<AppliedChange['how'], { readonly sign: string; readonly tone: Tone }>> = {
  created: { sign: '+', tone: 'good' },
  changed: { sign: '~', tone: 'warning' },
  deleted: { sign: '-', tone: 'bad' },
};

/** What differs, one line each, with what changes below it. */
export function renderChanges(changes: readonly AppliedChange[], { paint }: Pick<Screen, 'paint'>): string {
  return changes
    .flatMap(({ what, name, how, details }) => {
      const { sign, tone } = SIGNS[how];
      const head = what === name ? what : `${what} ${printable(name)}`;
      return [paint(tone, `${sign} ${head}`), ...details.map((detail) => `    ${printable(detail)}`)];
    })
    .join('\n');
}
