import { expect, test } from 'vitest';

import { COUNTED, summarize, unsearched, type Findings } from './findings.ts';

const searched = Object.fromEntries(COUNTED.map((each) => [each, 2])) as Findings['searched'];
const clean: Findings = { found: [], searched, outOfReach: [], took: 1_234 };

test.each(COUNTED)('a search that saw none of the %s is told', (counted) => {
  expect(unsearched(clean)).toEqual([]);
  expect(unsearched({ ...clean, searched: { ...searched, [counted]: 0 } })).toEqual([counted]);
});

test('what is not of the installation is not missed, and said', () => {
  const given: Findings = { ...clean, searched: { ...searched, 'Kafka files': 0 }, outOfReach: ['Kafka files'] };
  expect(unsearched(given)).toEqual([]);
  expect(summarize(given)).toContain('out of reach: Kafka files');
});

test('one line says how much was searched', () => {
  const found = [{ place: 'log', where: 'logs/a.log', encoding: 'UTF-8', canary: 1, at: 0 }] as const;
  expect(summarize({ ...clean, found })).toMatch(
    /^canary search: 1 times a password in 2 topics, 2 messages, .*\(1\.2 s\)$/,
  );
});
