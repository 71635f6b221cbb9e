import type { PrincipalAnswer } from '@entsync/api-client';

import { RefusedError } from '../cli.errors.ts';

/**
 * A producer asserts that a change has happened. Where a hook captures them, only it knows: announced from elsewhere, a password that the domain does not
 * have would go to every target. Throws {@link RefusedError}.
 */
export function checkNoHook(domain: string, principals: readonly PrincipalAnswer[]): void {
  const hook = principals.find(
    ({ role, revokedAt, claims }) => role === 'hook' && revokedAt === null && claimsDomain(claims.domains, domain),
  );
  if (hook === undefined) return;
  throw new RefusedError(
    `The hook ${hook.name} captures the changes of ${domain} by itself. Sending one asserts that it has happened there; ` +
      'nothing is changed in the domain. If you are sure: --force',
  );
}

function claimsDomain(domains: readonly string[] = [], domain: string): boolean {
  return domains.some((each) => each.toLowerCase() === domain.toLowerCase());
}
