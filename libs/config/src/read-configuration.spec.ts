import { expect, test } from 'vitest';

import {
  brokerList,
  ConfigurationError,
  defineSettings,
  logLevel,
  port,
  readConfiguration,
  text,
  wholeNumber,
  yesOrNo,
  type Environment,
} from './index.ts';

const settings = defineSettings({
  BROKERS: { meaning: 'The brokers.', schema: brokerList, example: 'kafka-1:9092' },
  PORT: { meaning: 'The port.', schema: port, default: '0' },
  LEVEL: { meaning: 'What is logged.', schema: logLevel, default: 'info' },
  WINDOW: { meaning: 'How many.', schema: wholeNumber(1, 256), default: '8' },
  TLS: { meaning: 'Whether.', schema: yesOrNo, default: 'yes' },
});

const read = (environment: Environment) => readConfiguration('store', settings, environment);

function refusalOf(environment: Environment): ConfigurationError {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test('settings are read as what they mean, and those that are not written have their defaults', () => {
  expect(read({ BROKERS: 'a:1, b:2', TLS: 'off', UNKNOWN: 'x' })).toEqual({
    BROKERS: ['a:1', 'b:2'],
    PORT: 0,
    LEVEL: 'info',
    WINDOW: 8,
    TLS: false,
  });
});

test('a configuration cannot be changed once it is read', () => {
  expect(Object.isFrozen(read({ BROKERS: 'a:1' }))).toBe(true);
});

test('everything that is wrong is told at once, by name', () => {
  const refusal = refusalOf({ PORT: '65536', LEVEL: 'loud', WINDOW: '0', TLS: 'maybe' });
  expect(refusal).toMatchObject({ code: 'ENTSYNC_CONFIGURATION', service: 'store' });
  expect(refusal.problems.map(({ name }) => name)).toEqual(['BROKERS', 'PORT', 'LEVEL', 'WINDOW', 'TLS']);
  for (const { name } of refusal.problems) expect(refusal.message).toContain(`  ${name}: `);
});

test('a setting that is missing is told with its meaning and an example; empty is missing', () => {
  for (const environment of [{}, { BROKERS: '' }]) {
    expect(refusalOf(environment).problems).toEqual([
      { name: 'BROKERS', problem: 'is missing. The brokers. For example: kafka-1:9092' },
    ]);
  }
});

test('what was written is never repeated: it may be a secret in the wrong place', () => {
  const canary = 'canary-Tr0ub4dor';
  const refusal = refusalOf({ BROKERS: canary, PORT: canary, LEVEL: canary, WINDOW: canary, TLS: canary });
  expect(refusal.problems).toHaveLength(5);
  expect(`${refusal.message}${JSON.stringify(refusal)}`).not.toContain(canary);
});

test.each(['', ' ', '1.5', '0x10', '1e3', '257', '-1', '8 '])('%j is no whole number from 1 to 256', (written) => {
  expect(wholeNumber(1, 256).safeParse(written).success).toBe(false);
});

test.each(['a', 'a:', ':1', 'a:1,', 'a:123456', 'a b:1'])('%j names no brokers', (written) => {
  expect(brokerList.safeParse(written).success).toBe(false);
});

test('a text must not be empty', () => {
  expect(text.safeParse('').success).toBe(false);
});
