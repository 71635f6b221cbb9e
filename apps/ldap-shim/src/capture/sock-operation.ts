import type { SockAdd, SockExtended, SockModify, SockResult } from '@entsync/adapter-kind-ldap';

/** An operation that may set a password. */
export type SockOperation = SockModify | SockAdd | SockExtended;

/**
 * What an operation has in common with its result, and an extended operation with the modification inside it. The peer too: a slapd that
 * was started anew counts its connections from the beginning.
 */
export function operationKey({ connectionId, messageId, peer }: SockOperation | SockResult): string {
  return `${connectionId} ${messageId} ${peer}`;
}
