import { AdapterError, type TargetAdapter } from '@entsync/adapter-sdk';
import type { Secret } from '@entsync/domain';

import { wrapAdapter } from './wrap-adapter.ts';

/** An adapter failed in a way that it must not: a mistake in its code. Nothing of the original error is shown. */
const UNEXPECTED = 'The adapter failed unexpectedly.';
const CONCEALED = '[secret]';
/** A short password may be part of ordinary words; what is shorter is not looked for. */
const SHORTEST = 3;

/**
 * Keeps secrets out of what an adapter says: the service login's, the new password and the old one. Class, code and facts of the error stay;
 * its cause does not, for nobody knows what a vendor's client puts into it.
 */
export function withRedaction(adapter: TargetAdapter, login: Secret | undefined): TargetAdapter {
  const clean = async <T>(call: () => Promise<T>, secrets: readonly (Secret | undefined)[]): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw redact(error, [login, ...secrets]);
    }
  };
  return wrapAdapter(adapter, {
    verify: (call) => clean(call, []),
    setPassword: (call, { newPassword, oldPassword }) => clean(call, [newPassword, oldPassword]),
    resolveCapture: (call) => clean(call, []),
  });
}

function redact(error: unknown, secrets: readonly (Secret | undefined)[]): AdapterError {
  if (!(error instanceof AdapterError)) return new AdapterError('TARGET_TIMEOUT', `${UNEXPECTED} (${nameOf(error)})`);
  const texts = secrets
    .filter((secret) => secret !== undefined)
    .map((secret) => secret.open((bytes) => new TextDecoder().decode(bytes)))
    .filter((text) => text.length >= SHORTEST);
  const hide = (text: string): string => texts.reduce((shown, secret) => shown.replaceAll(secret, CONCEALED), text);
  const { targetCode, retryAfter, missingPrivilege } = error;
  return new AdapterError(error.code, hide(error.message), {
    ...(targetCode === undefined ? {} : { targetCode: hide(targetCode) }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(missingPrivilege === undefined ? {} : { missingPrivilege: hide(missingPrivilege) }),
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
