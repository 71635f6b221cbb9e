import { checkSignature, NotAuthenticError, signerOf, type VerifyingKey } from '@entsync/secrets';

import type { Step } from '../intake-context.ts';
import { refuseProducer } from '../refuse-producer.ts';

/**
 * W1, X1. Only a producer that is enrolled, not revoked, and has signed this very record is believed.
 *
 * Everything else is a stranger's: an event, and a dead letter at a limited rate.
 */
export const checkProducer: Step = (subject, context) => {
  const signer = signerOf(subject.record);
  const principal = signer === undefined ? undefined : context.directory.principals.get(signer.toLowerCase());
  const reason = refusalOf(subject.record, principal);
  if (reason === undefined) {
    subject.principal = principal;
    return;
  }
  const denied =
    subject.change.system === 'windows'
      ? 'SSO_ERROR_PS_WINDOWS_CALLBACK_ACCESS_DENIED'
      : 'SSO_ERROR_PS_ADAPTER_CALLBACK_ACCESS_DENIED';
  refuseProducer(subject, context, denied, {
    producer: principal?.name ?? '',
    reason: `its signature is ${reason}`,
  });
};

function refusalOf(
  signed: Parameters<typeof checkSignature>[1],
  principal: { readonly signingKey: VerifyingKey; readonly revoked: boolean } | undefined,
): string | undefined {
  if (signerOf(signed) === undefined) return 'missing';
  if (principal === undefined) return 'of an unknown producer';
  if (principal.revoked) return 'of a revoked producer';
  try {
    checkSignature(principal.signingKey, signed);
    return undefined;
  } catch (error) {
    if (error instanceof NotAuthenticError) return error.reason;
    throw error;
  }
}
