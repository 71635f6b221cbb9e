import { SockRequestError } from '@entsync/adapter-kind-ldap';
import { SpoolFullError } from '@entsync/spool';
import { describe, expect, test } from 'vitest';

import { CaptureRefusedError, RecipientKeyError, ShimStoppingError } from '../shim.errors.ts';
import { decideRefusal } from './decide-refusal.ts';

describe('what a client is told of a change that could not be captured', () => {
  test.each([
    ['a full disk', new SpoolFullError('/var/spool', 'disk'), 52, /disk of the EntSync spool is full/],
    ['a full spool', new SpoolFullError('/var/spool', 'records'), 52, /EntSync spool is full/],
    ['a missing key', new RecipientKeyError('/var/spool/recipient.json', 'missing'), 52, /no key to seal/],
    ['a stop', new ShimStoppingError(), 52, /try again/],
    ['anything unexpected', new Error('EIO: /var/spool'), 52, /look into the log/],
    ['a request that was made to be misread', new SockRequestError(3, 'a name'), 53, /^Line 3/],
    ['a change that cannot be captured', new CaptureRefusedError('Shorter, please.'), 53, /^Shorter, please\.$/],
  ])('%s', (_what, error, resultCode, sentence) => {
    expect(decideRefusal(error)).toEqual({ resultCode, sentence: expect.stringMatching(sentence) as string });
  });

  test('names no path of the machine', () => {
    const error = new SpoolFullError('/var/spool', 'disk', new Error('ENOSPC: write /var/spool'));
    expect(decideRefusal(error).sentence).not.toContain('/var');
  });
});
