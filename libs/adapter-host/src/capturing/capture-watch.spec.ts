import type { Log } from '@entsync/observability';
import type { ServiceEvents } from '@entsync/service';
import type { SpoolDepth } from '@entsync/spool';
import { beforeEach, expect, test, vi } from 'vitest';

import { CaptureWatch } from './capture-watch.ts';

const DEPTH: SpoolDepth = { records: 3, undecided: 0, bytes: 1_200, isFull: false };
const FULL: SpoolDepth = { ...DEPTH, isFull: true };

const record = vi.fn<ServiceEvents['record']>();
const depth = vi.fn<() => Promise<SpoolDepth>>();
const shimAnswers = vi.fn<() => Promise<boolean | undefined>>();
let watch: CaptureWatch;

beforeEach(() => {
  vi.resetAllMocks();
  const log = { info: vi.fn<Log['info']>(), error: vi.fn<Log['error']>() };
  watch = new CaptureWatch({ adapter: 'hr', depth, shimAnswers, events: { record }, log });
});

async function seeShim(...answers: (boolean | undefined)[]): Promise<void> {
  for (const answer of answers) {
    shimAnswers.mockResolvedValueOnce(answer);
    await watch.lookAtShim();
  }
}

async function seeSpool(...depths: SpoolDepth[]): Promise<void> {
  for (const each of depths) {
    depth.mockResolvedValueOnce(each);
    await watch.lookAtSpool();
  }
}

test('a shim that goes down is told once, however often it is looked at', async () => {
  await seeShim(true, false, false, false);
  expect(record.mock.calls).toEqual([
    ['ENTSYNC_ERROR_CAPTURE_SHIM_DOWN', { system: 'hr', parameters: { source: 'hr' } }],
  ]);
});

test('a shim that goes down again after it was back is told again', async () => {
  await seeShim(true, false, true, false);
  expect(record).toHaveBeenCalledTimes(2);
});

test('a shim that is down when the host starts is told', async () => {
  await seeShim(false);
  expect(record).toHaveBeenCalledOnce();
});

test('two looks at once that see the same shim down tell it once', async () => {
  shimAnswers.mockResolvedValue(false);
  await Promise.all([watch.lookAtShim(), watch.lookAtShim()]);
  expect(record).toHaveBeenCalledOnce();
});

test('where there is no shim, none is down', async () => {
  await seeShim(undefined, true, undefined);
  expect(record).not.toHaveBeenCalled();
});

test('a spool that becomes full is told once, with how much it holds', async () => {
  await seeSpool(DEPTH, FULL, FULL);
  expect(record.mock.calls).toEqual([
    ['ENTSYNC_ERROR_SPOOL_FULL', { system: 'hr', parameters: { source: 'hr', records: 3, bytes: 1_200 } }],
  ]);
  await seeSpool(DEPTH, FULL);
  expect(record).toHaveBeenCalledTimes(2);
});

test('what was seen last is known without looking again', async () => {
  expect(watch.seen).toEqual({ adapter: 'hr' });
  await seeShim(true);
  await seeSpool(DEPTH);
  expect(watch.seen).toEqual({ adapter: 'hr', spool: DEPTH, shimAnswers: true });
});
