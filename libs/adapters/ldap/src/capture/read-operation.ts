import { canonicalAccount } from '@entsync/domain';

import { liesBelow } from '../lies-below.ts';
import type { SockLines } from './read-lines.ts';
import { decodeText } from './read-lines.ts';

interface Operation {
  readonly messageId: number;
  readonly bindDn: string;
  readonly peer: string;
  readonly ssf: number;
  readonly connectionId: number;
}

/**
 * What begins each operation. The order is fixed, because slapd writes names as they are: a name with a line break in it would otherwise
 * add lines of its own.
 */
export function readOperation(lines: SockLines): Operation {
  const messageId = lines.takeNumber('msgid');
  const bindDn = lines.takeText('binddn');
  const peer = lines.takeText('peername');
  const ssf = lines.takeNumber('ssf');
  const connectionId = lines.takeNumber('connid');
  return { messageId, bindDn, peer, ssf, connectionId };
}

/** The suffixes of the database that the operation is for. */
export function readSuffixes(lines: SockLines): string[] {
  const suffixes: string[] = [];
  for (;;) {
    const suffix = lines.takeIf('suffix');
    if (suffix === undefined) return suffixes;
    suffixes.push(decodeText(suffix) ?? lines.fail('UTF-8 text'));
  }
}

/** A name with a line break ends before its suffix, and so is none of this database. */
export function readDn(lines: SockLines, suffixes: readonly string[]): string {
  const dn = lines.takeText('dn');
  const isHere = suffixes.some((suffix) => suffix === '' || isSame(suffix, dn) || liesBelow(suffix, dn));
  return isHere ? dn : lines.fail('a name in the database that the request is for');
}

function isSame(one: string, other: string): boolean {
  return canonicalAccount('ldap-dn', one) === canonicalAccount('ldap-dn', other);
}
