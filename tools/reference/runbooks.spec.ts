import { ADAPTER_ERROR_CODES } from '@entsync/adapter-sdk';
import { eventKindById } from '@entsync/entsso';
import { describe, expect, test } from 'vitest';

import { findErrors } from './sources/find-errors.ts';
import { parseRunbook, readRunbooks } from './sources/read-runbooks.ts';
import { readSources } from './sources/read-sources.ts';

const LONGEST = 25;
const PARTS = ['**What it means.**', '**What is safe.**', '**What to do.**', '**Cured when.**'];

test('a runbook says in its line what it is for', () => {
  const { title, codes, events } = parseRunbook('a.md', '# Full\n\nFor: `ENTSYNC_FULL`, event 20050, and `52`.\n');
  expect({ title, codes, events }).toEqual({ title: 'Full', codes: ['ENTSYNC_FULL'], events: [20_050] });
});

describe('each runbook', () => {
  const known = new Set<string>([...findErrors(readSources()).map(({ code }) => code), ...ADAPTER_ERROR_CODES]);

  test.each(readRunbooks().map((runbook) => [runbook.file, runbook] as const))('%s', (_file, runbook) => {
    const { codes, events, text } = runbook;
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
    expect(events.filter((id) => eventKindById(id) === undefined)).toEqual([]);
    expect(PARTS.filter((part) => !text.includes(part))).toEqual([]);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LONGEST);
  });
});

test('every code and event is the business of one runbook', () => {
  const claimed = readRunbooks().flatMap(({ codes, events }) => [...codes, ...events.map(String)]);
  expect(claimed.filter((code, index) => claimed.indexOf(code) !== index)).toEqual([]);
});
