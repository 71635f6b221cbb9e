export { formatContinue, formatRefusal } from './capture/format-sock-answer.ts';
export { parseSockRequest } from './capture/parse-sock-request.ts';
export {
  SockRequestError,
  type SockAdd,
  type SockExtended,
  type SockModify,
  type SockOther,
  type SockRequest,
  type SockResult,
} from './capture/sock-request.ts';
export { ldapAdapter } from './ldap-adapter.ts';
export type { LdapSettings } from './settings.ts';
