import { AdapterError } from './adapter-error.ts';

/** How Node and OpenSSL begin their codes for a certificate or a protocol that does not fit. */
const TLS_CODES =
  /^(?:CERT_|CRL_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_|INVALID_|PATH_LENGTH_|EPROTO)/;

/**
 * For a connection that did not come about, or broke before the request was sent: `TARGET_UNREACHABLE`.
 * A certificate that is refused now will be refused the next time too: that is `TARGET_MISCONFIGURED`.
 *
 * The cause is kept: give only what the runtime said, never words of the target.
 */
export function connectionFailure(cause: unknown): AdapterError {
  const code = codeOf(cause);
  const facts = code === undefined ? { cause } : { cause, targetCode: code };
  if (code !== undefined && TLS_CODES.test(code)) {
    return new AdapterError(
      'TARGET_MISCONFIGURED',
      'The target and EntSync do not agree on TLS. Compare its certificate with the CA file and the host name in the settings.',
      facts,
    );
  }
  return new AdapterError('TARGET_UNREACHABLE', 'The target cannot be reached. Nothing has been changed there.', facts);
}

function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error && 'code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}
