import { expect, test } from 'vitest';

import { allowedThrough, CLOSED_BREAKER, noteSign, startProbe, type Breaker, type TargetSign } from './breaker.ts';

const NOW = 1_000_000_000;
const SECOND = 1_000_000;

/** The breaker after that many signs of one kind, all at NOW. */
function after(count: number, sign: TargetSign, breaker: Breaker = CLOSED_BREAKER): Breaker {
  return Array.from({ length: count }).reduce<Breaker>((next) => noteSign(next, sign, NOW), breaker);
}

const open = (failures: number, pauseSeconds: number): Breaker => ({
  state: 'open',
  failures,
  openUntil: NOW + pauseSeconds * SECOND,
});

/** A probe left; should nobody hear of it, the next one may leave a minute after NOW. */
const probe = (breaker: Breaker): Breaker => startProbe(breaker, NOW + 60 * SECOND);

test('a breaker is closed to begin with, and lets the whole window through', () => {
  expect(CLOSED_BREAKER).toStrictEqual({ state: 'closed', failures: 0 });
  expect(allowedThrough(CLOSED_BREAKER, 256, NOW)).toBe(256);
});

test('nineteen transient failures in a row are counted and change nothing', () => {
  const breaker = after(19, 'fails');
  expect(breaker).toStrictEqual({ state: 'closed', failures: 19 });
  expect(allowedThrough(breaker, 256, NOW)).toBe(256);
});

test('the twentieth transient failure in a row opens the breaker for five seconds', () => {
  expect(after(20, 'fails')).toStrictEqual(open(20, 5));
});

test('an answer of the target closes the breaker and forgets all failures', () => {
  expect(noteSign(after(19, 'fails'), 'answers', NOW)).toStrictEqual(CLOSED_BREAKER);
  expect(noteSign(after(20, 'fails'), 'answers', NOW)).toStrictEqual(CLOSED_BREAKER);
  expect(noteSign(probe(after(20, 'fails')), 'answers', NOW)).toStrictEqual(CLOSED_BREAKER);
});

test('a target that refuses our login opens the breaker at once', () => {
  expect(after(1, 'refuses-us')).toStrictEqual(open(1, 5));
});

test('what was in flight when the breaker opened, and fails now, changes nothing', () => {
  const breaker = after(20, 'fails');
  expect(after(255, 'fails', breaker)).toBe(breaker);
  expect(noteSign(breaker, 'fails', NOW + 3 * SECOND)).toBe(breaker);
  expect(noteSign(breaker, 'refuses-us', NOW + 3 * SECOND)).toBe(breaker);
  expect(noteSign(probe(after(255, 'fails', breaker)), 'fails', NOW)).toStrictEqual(open(21, 10));
});

test('an open breaker lets nothing through before its pause is over, then one, as far as the window allows', () => {
  const breaker = open(20, 5);
  expect(allowedThrough(breaker, 256, NOW + 5 * SECOND - 1)).toBe(0);
  expect(allowedThrough(breaker, 256, NOW + 5 * SECOND)).toBe(1);
  expect(allowedThrough(breaker, 256, NOW + 6 * SECOND)).toBe(1);
  expect(allowedThrough(breaker, 0, NOW + 6 * SECOND)).toBe(0);
});

test('while a probe is in flight nothing else leaves', () => {
  const probing = probe(open(20, 5));
  expect(probing).toStrictEqual({ state: 'probing', failures: 20, openUntil: NOW + 60 * SECOND });
  expect(allowedThrough(probing, 256, NOW + 60 * SECOND - 1)).toBe(0);
});

test('a probe that nobody hears of may be followed by another one, as far as the window allows', () => {
  const probing = probe(open(20, 5));
  expect(allowedThrough(probing, 256, NOW + 60 * SECOND)).toBe(1);
  expect(allowedThrough(probing, 0, NOW + 60 * SECOND)).toBe(0);
  const again = startProbe(probing, NOW + 120 * SECOND);
  expect(again).toStrictEqual({ ...probing, openUntil: NOW + 120 * SECOND });
  expect(allowedThrough(again, 256, NOW + 120 * SECOND - 1)).toBe(0);
});

test('what leaves a closed breaker is no probe', () => {
  expect(probe(CLOSED_BREAKER)).toBe(CLOSED_BREAKER);
});

test('each failed probe doubles the pause, up to five minutes', () => {
  let breaker = after(20, 'fails');
  for (const pause of [10, 20, 40, 80, 160, 300, 300]) {
    breaker = noteSign(probe(breaker), 'fails', NOW);
    expect(breaker).toStrictEqual(open(breaker.failures, pause));
  }
  expect(breaker.failures).toBe(27);
  expect(noteSign(probe(open(5_027, 300)), 'fails', NOW)).toStrictEqual(open(5_028, 300));
});

test('each refused probe doubles the pause, up to five minutes', () => {
  let breaker = after(1, 'refuses-us');
  for (const pause of [10, 20, 40, 80, 160, 300, 300]) {
    breaker = noteSign(probe(breaker), 'refuses-us', NOW);
    expect(breaker).toStrictEqual(open(breaker.failures, pause));
  }
});

test('a probe that fails otherwise than the login was refused opens again for the first pause', () => {
  const probing = probe(after(1, 'refuses-us'));
  expect(noteSign(probing, 'fails', NOW)).toStrictEqual(open(2, 5));
});
