import { ask } from '../network/ask.ts';

/** A simple bind without name and password, as message 1 of LDAP version 3. */
const ANONYMOUS_BIND = Buffer.from('300c020101600702010304008000', 'hex');
/** What every answer to it begins with, after its length: message 1, a bind response. */
const BIND_RESPONSE = Buffer.from('02010161', 'hex');

/** Whether an LDAP server answers on the port; what it thinks of anonymous clients is its own affair. */
export async function answersLdap(port: number): Promise<boolean> {
  const answer = await ask(port, ANONYMOUS_BIND);
  return answer !== undefined && answer.subarray(2, 6).equals(BIND_RESPONSE);
}
