import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import {
  applyDeliveryV1,
  configurationV1,
  decodeMessage,
  deliverPasswordV1,
  deliverySettledV1,
  encodeMessage,
  eventsRecordedV1,
  externalPasswordChangedV1,
  MalformedMessageError,
  messageType,
  statusReportedV1,
  stopDeliveryV1,
  windowsPasswordChangedV1,
  type MessageDefinition,
  type RawRecord,
} from './index.ts';

const FOLDER = path.join(import.meta.dirname, '../fixtures');

interface Fixture {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

const MESSAGES = [
  applyDeliveryV1,
  configurationV1,
  deliverPasswordV1,
  deliverySettledV1,
  eventsRecordedV1,
  externalPasswordChangedV1,
  statusReportedV1,
  stopDeliveryV1,
  windowsPasswordChangedV1,
] as unknown as readonly MessageDefinition<unknown>[];

const NAMES = readdirSync(FOLDER).map((file) => path.basename(file, '.json'));

const read = (name: string): Fixture => JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Fixture;

const recordOf = ({ key, headers, value }: Fixture): RawRecord => ({
  key: Buffer.from(key),
  value: Buffer.from(JSON.stringify(value)),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
});

const definitionOf = ({ headers }: Fixture): MessageDefinition<unknown> =>
  MESSAGES.find((each) => messageType(each) === headers['ce_type'])!;

test('every message has a fixture, and every fixture is one of a message', () => {
  const ofFixtures = new Set(NAMES.map((name) => read(name).headers['ce_type']));
  expect(ofFixtures).toEqual(new Set(MESSAGES.map(messageType)));
});

test.each(NAMES)('%s decodes to what it says, and is encoded to the same record again', (name) => {
  const fixture = read(name);
  const decoded = decodeMessage(MESSAGES, recordOf(fixture));
  expect(decoded.data).toStrictEqual(fixture.value);
  const { key, headers, value } = encodeMessage(definitionOf(fixture), decoded);
  expect({ key, headers, value: JSON.parse(value.toString()) as unknown }).toStrictEqual(fixture);
});

test.each(NAMES)('%s still decodes when a later version of its sender adds a field', (name) => {
  const fixture = read(name);
  const later = { ...fixture, value: { ...fixture.value, addedLater: true } };
  expect(decodeMessage(MESSAGES, recordOf(later)).data).toStrictEqual(fixture.value);
});

type Path = readonly (string | number)[];

/** The fixture with another value at the path; without one where that is undefined. */
function changed(fixture: Fixture, at: Path, to: unknown): Fixture {
  const copy = structuredClone(fixture);
  const parent = at
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (object, step) => object[step] as Record<string | number, unknown>,
      copy.value,
    );
  parent[at.at(-1)!] = to;
  return copy;
}

function refusalOf(fixture: Fixture): MalformedMessageError {
  try {
    decodeMessage(MESSAGES, recordOf(fixture));
  } catch (error) {
    if (error instanceof MalformedMessageError) return error;
    throw error;
  }
  throw new Error('it was decoded');
}

/** Whatever may not be left out, at the top of each fixture. */
const REQUIRED = NAMES.flatMap((name) => {
  const optional = new Set([
    'accountId',
    'means',
    'actor',
    'maybeAppliedUntil',
    'retryAt',
    'hosts',
    'spool',
    'login',
    'recipientKeyId',
  ]);
  return Object.keys(read(name).value)
    .filter((field) => !optional.has(field))
    .map((field) => [name, field] as const);
});

test.each(REQUIRED)('%s without %s is refused by the name of the field', (name, field) => {
  const refusal = refusalOf(changed(read(name), [field], undefined));
  expect(refusal).toMatchObject({ code: 'ENTSYNC_MESSAGE_MALFORMED', reason: 'schema' });
  expect(refusal.detail).toMatch(new RegExp(String.raw`(^|; )${field}: `));
});

const CANARY = 'canary-Tr0ub4dor';

test.each<readonly [name: string, at: Path, wrong: unknown]>([
  ['windows-password-changed.v1', ['account'], `CORP\\${CANARY}\u0000`],
  ['windows-password-changed.v1', ['account'], ''],
  ['windows-password-changed.v1', ['account'], 'a'.repeat(1025)],
  ['windows-password-changed.v1', ['means'], CANARY],
  ['windows-password-changed.v1', ['origin'], CANARY],
  ['windows-password-changed.v1', ['origin'], '7D2F1C9A-0B34-4E5F-8A6B-1C2D3E4F5A6B'],
  ['windows-password-changed.v1', ['sequence'], -1],
  ['windows-password-changed.v1', ['sequence'], 1.5],
  ['windows-password-changed.v1', ['capturedAt'], 2 ** 53],
  ['windows-password-changed.v1', ['capturedAt'], '1800000000000000'],
  ['windows-password-changed.v1', ['clockOffset'], 0.5],
  ['windows-password-changed.v1', ['sealed'], `${CANARY}!`],
  ['windows-password-changed.v1', ['sealed'], ''],
  ['windows-password-changed.v1', ['sealed'], 'A'.repeat(16 * 1024 + 1)],
  ['external-password-changed.v1', ['adapter'], `hr ${CANARY}`],
  ['external-password-changed.v1', ['account'], null],
  ['external-password-changed.v1', ['accountId'], CANARY.repeat(10)],
  ['deliver-password.v1', ['version', 'time'], -1],
  ['deliver-password.v1', ['version', 'origin'], CANARY],
  ['deliver-password.v1', ['version', 'sequence'], null],
  ['deliver-password.v1', ['revision'], 0],
  ['deliver-password.v1', ['epoch'], CANARY],
  ['apply-delivery.v1', ['attempt'], 0],
  ['apply-delivery.v1', ['mayBeApplied'], 'yes'],
  ['apply-delivery.v1', ['notAfter'], Number.MAX_VALUE],
  ['stop-delivery.v1', ['because'], CANARY],
  ['delivery-settled.v1.applied', ['outcome'], CANARY],
  ['delivery-settled.v1.failed', ['failure'], CANARY],
  ['delivery-settled.v1.failed', ['reason'], CANARY.repeat(50)],
  ['status-reported.v1.host', ['role'], CANARY],
  ['status-reported.v1.host', ['hosts', 'accountForm'], CANARY],
  ['status-reported.v1.host', ['adapters', 0, 'state'], CANARY],
  ['status-reported.v1.host', ['adapters', 0, 'recipientKey'], `${CANARY}?`],
  ['configuration-published.v1.store', ['recipientKeys'], []],
  ['configuration-published.v1.adapter', ['captures'], CANARY],
  ['configuration-published.v1.adapter', ['limits', 'window'], 0],
  ['configuration-published.v1.adapter', ['epochs', 0, 'sealed'], `${CANARY} `],
  ['configuration-published.v1.router', ['kind'], CANARY],
  ['events-recorded.v1', ['events'], []],
  ['events-recorded.v1', ['events', 0, 'parameters', 'adapter'], { nested: CANARY }],
])('%s is refused with %j wrong, by the name of the field and without its content', (name, at, wrong) => {
  const refusal = refusalOf(changed(read(name), at, wrong));
  expect(refusal.reason).toBe('schema');
  expect(refusal.detail).toContain(`${at.join('.')}: `);
  expect(`${refusal.message}${refusal.stack}${JSON.stringify(refusal)}`).not.toContain(CANARY);
});

test('what is missing of a record altogether is named at its top', () => {
  const { detail } = refusalOf({ ...read('stop-delivery.v1'), value: [] as never });
  expect(detail).toBe('(value): invalid_type');
});
