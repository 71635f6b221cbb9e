import { Secret } from '@entsync/domain';
import { Producer } from '@entsync/producer';
import { generateRecipientKey, generateSigningKey } from '@entsync/secrets';

import { nameOf, passwordOf, windowsAccountOf } from '../people.ts';
import type { Change } from '../passage.ts';

/** Records of the size of announcements, keyed as they are. Nobody opens them: they are copies of one, under other keys. */
export async function makeRecords(brokers: readonly string[], count: number): Promise<Change[]> {
  const producer = await Producer.connect({
    brokers,
    identity: { principal: 'cli', signing: generateSigningKey() },
    recipient: await generateRecipientKey(),
  });
  const { message } = await producer.seal({
    account: windowsAccountOf(nameOf(0)),
    newPassword: Secret.ofText(passwordOf(nameOf(0))),
  });
  await producer.disconnect();
  return Array.from({ length: count }, (_each, index) => {
    const account = nameOf(index);
    return { account, message: { ...message, key: windowsAccountOf(account).toLowerCase() } };
  });
}
