import { describe, expect, test } from 'vitest';

import { checkNotAborted, untilAborted } from './until-aborted.ts';

describe('waiting until an abort', () => {
  test('settles as the work does', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(signal, Promise.resolve(1))).toBe(1);
    await expect(untilAborted(signal, Promise.reject(new Error('work')))).rejects.toThrow('work');
  });

  test('rejects at once with the abort, before or during the work', async () => {
    const abort = new AbortController();
    const endless = Promise.withResolvers<never>().promise;
    const during = untilAborted(abort.signal, endless);
    abort.abort();
    await expect(during).rejects.toMatchObject({ code: 'TARGET_TIMEOUT' });
    await expect(untilAborted(abort.signal, endless)).rejects.toMatchObject({ code: 'TARGET_TIMEOUT' });
  });

  test('work that fails after the abort troubles nobody', async () => {
    const work = Promise.withResolvers<never>();
    await expect(untilAborted(AbortSignal.abort(), work.promise)).rejects.toMatchObject({ code: 'TARGET_TIMEOUT' });
    work.reject(new Error('late'));
  });
});

test('nothing is started after an abort', () => {
  expect(() => checkNotAborted(new AbortController().signal)).not.toThrow();
  expect(() => checkNotAborted(AbortSignal.abort())).toThrow(expect.objectContaining({ code: 'TARGET_TIMEOUT' }));
});
