import { expect, test } from 'vitest';

import { findRaisedEvents } from './find-raised-events.ts';
import { parseSource } from './read-sources.ts';

const APPLIED = 20_011;

const find = (file: string, text: string): unknown => findRaisedEvents([parseSource(file, text)]).get(APPLIED);

test('an event is raised by the project whose code names its symbol', () => {
  const text = `work.record('ENTSYNC_INFO_DELIVERY_APPLIED', facts);`;
  expect(find('apps/mapping-store/src/a.ts', text)).toEqual({ raisedBy: ['mapping-store'], answeredBy: [] });
});

test('that a flow lists an event in its row proves nothing', () => {
  const text = `const FLOW = [{ row: 'W16', events: ['ENTSYNC_INFO_DELIVERY_APPLIED'] }];`;
  expect(find('apps/mapping-store/src/a.ts', text)).toEqual({ raisedBy: [], answeredBy: [] });
});

test('whoever reads events raises none', () => {
  expect(find('apps/cli/src/a.ts', `if (symbol === 'ENTSYNC_INFO_DELIVERY_APPLIED') show();`)).toEqual({
    raisedBy: [],
    answeredBy: [],
  });
});

test('a request may be answered with the number of an event', () => {
  const text = `throw new PublicError(404, '20011', 'No.');`;
  expect(find('apps/mapping-store/src/a.ts', text)).toEqual({ raisedBy: [], answeredBy: ['mapping-store'] });
});
