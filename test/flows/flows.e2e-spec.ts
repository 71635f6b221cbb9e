import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { testBadInput } from './bad-input.ts';
import { OUTCOME_CASES, ROUTER_CASES } from './deliveries.ts';
import { EXTERNAL_CASES } from './external-to-windows.ts';
import { testFlagsAndLimits } from './flags-and-limits.ts';
import { FlowSystem } from './flow-system.ts';
import { FLOWS } from './flow-tables.ts';
import { testRows } from './row-case.ts';
import { WINDOWS_CASES } from './windows-to-external.ts';

/** What time or an operator does to a delivery is in no flow. */
const BESIDE_THE_FLOWS = [
  'SSO_WARN_PS_NOTIFICATION_TOO_OLD',
  'ENTSYNC_INFO_DELIVERY_WITHDRAWN',
  'ENTSYNC_INFO_PRINCIPAL_ENROLLED',
  'ENTSYNC_WARN_PRINCIPAL_REVOKED',
  'ENTSYNC_INFO_CONFIGURATION_APPLIED',
  'ENTSYNC_WARN_RECORD_DEAD',
];

// One installation for all of them: each test brings its own people.
let system: FlowSystem;
const flow = (): FlowSystem => system;

beforeAll(async () => {
  system = await FlowSystem.start();
});

afterAll(async () => {
  await system.remove();
});

describe('Windows to external', () => {
  testRows(WINDOWS_CASES, flow);
});

describe('External to Windows, partial', () => {
  testRows(EXTERNAL_CASES, flow);
});

describe('Deliveries on their way', () => {
  testRows(ROUTER_CASES, flow);
});

describe('Outcomes', () => {
  testRows(OUTCOME_CASES, flow);
});

describe('Flags and limits', () => {
  testFlagsAndLimits(flow);
});

describe('Bad input', () => {
  testBadInput(flow);
});

test('the store has said nothing that no flow names', () => {
  const named = new Set([
    ...FLOWS.flatMap(({ table }) => table.flatMap(({ events }) => events as string[])),
    ...BESIDE_THE_FLOWS,
  ]);
  const said = new Set(
    flow()
      .events.all.filter(({ service }) => service === 'mapping-store')
      .map(({ symbol }) => symbol),
  );
  expect([...said].filter((symbol) => !named.has(symbol))).toEqual([]);
});
