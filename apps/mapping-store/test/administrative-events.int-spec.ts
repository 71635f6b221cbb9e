import { generateRecipientKey, generateSigningKey } from '@entsync/secrets';
import type { ServiceEvents } from '@entsync/service';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { Apply, type ApplyParts } from '../src/administration/apply/apply.ts';
import { Enrolment } from '../src/enrolment/enrolment.ts';
import { StoreKeys } from '../src/keys/store-keys.ts';
import { startStoreDatabase, type StoreDatabase } from './store-database.ts';

const record = vi.fn<ServiceEvents['record']>();
const changed = vi.fn<() => void>();
let database: StoreDatabase;
let enrolment: Enrolment;
let apply: Apply;

beforeAll(async () => {
  database = await startStoreDatabase();
  const keys = new StoreKeys(database.source, database.master);
  await keys.load();
  const { source } = database;
  const events = { record };
  enrolment = new Enrolment({ source, keys, events, changed });
  const nobody = (): Promise<void> => Promise.resolve();
  // Nothing is owed to anybody here, so that nothing is withdrawn.
  apply = new Apply({ source, keys, events, ensureTopics: nobody, published: nobody } as unknown as ApplyParts);
});

afterAll(async () => {
  await database.stop();
});

beforeEach(() => {
  vi.resetAllMocks();
});

async function enrol(name: string): Promise<void> {
  const now = new Date();
  const token = await enrolment.makeToken({ role: 'router', name }, now);
  const [signing, recipient] = [generateSigningKey(), await generateRecipientKey()];
  const publicKeys = { signingKey: Buffer.from(signing.publicKey), recipientKey: Buffer.from(recipient.publicKey) };
  await enrolment.enrol({ token, ...publicKeys }, now);
}

test('that somebody was enrolled is an event, once the token was used', async () => {
  await enrolment.makeToken({ role: 'router', name: 'unused' }, new Date());
  expect(record).not.toHaveBeenCalled();
  await enrol('router-1');
  const parameters = { principal: 'router-1', role: 'router', clientUser: 'administrator' };
  expect(record.mock.calls).toEqual([['ENTSYNC_INFO_PRINCIPAL_ENROLLED', { parameters }]]);
  expect(changed).toHaveBeenCalledOnce();
});

test('that an identity was revoked is an event, by the name that it was enrolled with', async () => {
  await enrol('Router-2');
  record.mockClear();
  await enrolment.revoke('router-2', new Date());
  const parameters = { principal: 'Router-2', clientUser: 'administrator' };
  expect(record.mock.calls).toEqual([['ENTSYNC_WARN_PRINCIPAL_REVOKED', { parameters }]]);
});

test('revoking who is not there is refused, and is no event', async () => {
  await expect(enrolment.revoke('nobody', new Date())).rejects.toMatchObject({ code: 'ENTSYNC_PRINCIPAL' });
  expect(record).not.toHaveBeenCalled();
});

const applyApplication = (name: string, preview = false): ReturnType<Apply['run']> =>
  apply.run({ document: { format: 'entsync-1', applications: [{ name }] }, logins: {}, preview });

test('that a configuration was applied is an event, with how much it changed', async () => {
  const { changes } = await applyApplication('HR');
  expect(changes).toHaveLength(1);
  const parameters = { changes: 1, clientUser: 'administrator' };
  expect(record.mock.calls).toEqual([['ENTSYNC_INFO_CONFIGURATION_APPLIED', { parameters }]]);
});

test('a preview, a document with problems and one that changes nothing are no events', async () => {
  await applyApplication('CRM', true);
  await applyApplication('with space');
  await applyApplication('HR');
  expect(record).not.toHaveBeenCalled();
});
