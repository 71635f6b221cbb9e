import { Secret } from '@entsync/domain';
import { machineClocks } from '@entsync/messaging';
import {
  generateRecipientKey,
  newId,
  openCapture,
  sealCapture,
  type CaptureContext,
  type RecipientKeyPair,
} from '@entsync/secrets';

/** On one core. */
export interface SealingSpeed {
  readonly sealsPerSecond: number;
  readonly opensPerSecond: number;
}

const COUNT = 20_000;
const WARM_UP = 2_000;
const IN_FLIGHT = 64;

export async function measureSealing(): Promise<SealingSpeed> {
  const recipient = await generateRecipientKey();
  await sealAndOpen(recipient, WARM_UP);
  return sealAndOpen(recipient, COUNT);
}

async function sealAndOpen(recipient: RecipientKeyPair, count: number): Promise<SealingSpeed> {
  const password = Secret.ofText('Harbour Lantern 42');
  const origin = newId();
  const capturedAt = machineClocks.wall();
  const contextOf = (sequence: number): CaptureContext => ({
    system: 'windows',
    account: 'CORP\\person',
    origin,
    sequence,
    capturedAt,
  });
  const boxes: Uint8Array[] = [];
  const sealsPerSecond = await measureRate(count, async (index) => {
    boxes[index] = await sealCapture(recipient, contextOf(index), { newPassword: password });
  });
  const opensPerSecond = await measureRate(count, async (index) => {
    const { newPassword } = await openCapture([recipient], contextOf(index), boxes[index] ?? new Uint8Array());
    newPassword.wipe();
  });
  return { sealsPerSecond, opensPerSecond };
}

/** How often a second `work` is done with a number of them in flight. */
async function measureRate(count: number, work: (index: number) => Promise<void>): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return (count * 1_000) / (performance.now() - startedAt);
}
