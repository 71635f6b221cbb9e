import { Secret } from '@entsync/domain';
import type { Producer } from '@entsync/producer';

import type { Change } from '../passage.ts';
import { passwordOf, windowsAccountOf } from '../people.ts';

/** A change for each of them, sealed and signed, in the order in which they are to be sent. */
export async function sealChanges(producer: Producer, names: readonly string[]): Promise<Change[]> {
  const changes: Change[] = [];
  for (const account of names) {
    const newPassword = Secret.ofText(passwordOf(account));
    const { message } = await producer.seal({ account: windowsAccountOf(account), newPassword });
    newPassword.wipe();
    changes.push({ account, message });
  }
  return changes;
}
