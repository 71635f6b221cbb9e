import { describe, expect, it } from 'vitest';

import { InstallationError, ServiceError } from '@entsync/api-client';

import { RefusedError, UnreachableError, UsageError } from './cli.errors.ts';
import { explainFailure } from './explain-failure.ts';

describe('explainFailure', () => {
  it.each([
    ['was not written as it must be', new UsageError('x'), 2],
    ['was refused', new RefusedError('x'), 1],
    ['found nothing that runs', new InstallationError('x'), 3],
    ['had no answer from a service', new ServiceError(0, 'ENTSYNC_SERVICE_DOWN', 'x'), 3],
    ['had no answer from Kafka', new UnreachableError('x'), 3],
    ['was refused by a service', new ServiceError(400, 'ENTSYNC_ACCOUNT', 'x'), 1],
  ])('ends a command that %s with its code, and says only the sentence', (_what, error, exitCode) => {
    expect(explainFailure(error)).toEqual({ message: 'x', exitCode });
  });

  it('names the event of a refusal that has one', () => {
    expect(explainFailure(new ServiceError(404, '10757', 'Nobody is mapped.')).message).toBe(
      'Nobody is mapped. (event 10757)',
    );
  });

  it('takes Ctrl-C at a prompt for a no', () => {
    const cancelled = Object.assign(new Error('User force closed the prompt'), { name: 'ExitPromptError' });
    expect(explainFailure(cancelled)).toEqual({ message: 'Cancelled; nothing was changed.', exitCode: 1 });
  });

  it('says so when something happened that nobody thought of', () => {
    expect(explainFailure(new TypeError('boom'))).toEqual({ message: 'Unexpected: TypeError: boom', exitCode: 1 });
  });
});
