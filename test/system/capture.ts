import path from 'node:path';

import { encodeMessage, EXTERNAL_TO_WINDOWS_PARTIAL, externalPasswordChangedV1 } from '@entsync/contracts';
import { Secret } from '@entsync/domain';
import { connectKafka, machineClocks, Publisher } from '@entsync/messaging';
import { importRecipient, importSigningKey, newId, readKeyFile, sealCapture, signRecord } from '@entsync/secrets';

import type { TestSystem } from './system.ts';

export interface Captured {
  readonly adapter: string;
  readonly account: string;
  readonly password: string;
  readonly oldPassword?: string;
}

const origin = newId();
let sequence = 0;

/** Publishes a change as the host of a named adapter would that has captured it. Resolves to its tracking id. */
export async function publishCapture(system: TestSystem, captured: Captured): Promise<string> {
  const { adapter, account, password, oldPassword } = captured;
  const { signingKey } = readKeyFile(path.join(system.home, 'keys', `${adapter}.json`)) as { signingKey: string };
  const signing = importSigningKey(new Secret(new Uint8Array(Buffer.from(signingKey, 'base64'))));
  const recipient = await importRecipient(Buffer.from((await system.store.recipient()).publicKey, 'base64'));
  const stamp = { account, origin, sequence: (sequence += 1), capturedAt: machineClocks.wall() };
  const sealed = await sealCapture(
    recipient,
    { system: adapter, ...stamp },
    {
      newPassword: Secret.ofText(password),
      ...(oldPassword === undefined ? {} : { oldPassword: Secret.ofText(oldPassword) }),
    },
  );
  const id = newId();
  const message = encodeMessage(externalPasswordChangedV1, {
    id,
    source: `/entsync/adapter.${adapter}`,
    time: new Date(stamp.capturedAt / 1_000),
    data: { adapter, ...stamp, clockOffset: 0, sealed: Buffer.from(sealed).toString('base64') },
  });
  const record = { topic: EXTERNAL_TO_WINDOWS_PARTIAL, ...message };
  const headers = { ...message.headers, ...signRecord(`adapter.${adapter}`, signing, record) };
  const publisher = new Publisher(
    connectKafka({ brokers: system.run.kafka.brokers, clientId: 'capture' }, () => undefined),
  );
  await publisher.connect();
  await publisher.publish([{ ...record, headers }]);
  await publisher.disconnect();
  return id;
}
