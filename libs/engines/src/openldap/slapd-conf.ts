import { join } from 'node:path';

import { EngineError } from '../engine-error.ts';
import { MODULE_FOLDER, SCHEMA_FOLDER } from './find-slapd.ts';
import { ADMIN_DN, ADMIN_SUFFIX, internalDn, logSuffix, peopleDn, policiesDn, serviceDn } from './names.ts';
import type { LdapTree } from './tree.ts';
import { DEFAULT_POLICY, policyDn } from './tree-entries.ts';

/** The most that a database may grow to; no space is taken before it is needed. */
const MAX_BYTES = 268_435_456;

export interface SlapdSetup {
  readonly dataDir: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly trees: readonly Pick<LdapTree, 'name' | 'suffix' | 'captureSocket'>[];
  readonly adminHash: string;
}

/** The whole `slapd.conf`. It holds the administrator's hash: mode 0600. */
export function slapdConf(setup: SlapdSetup): string {
  return [
    global(setup),
    administration(setup),
    ...setup.trees.flatMap((tree) => [log(setup, tree), directory(setup, tree)]),
  ].join('\n');
}

export function adminFolder(dataDir: string): string {
  return join(dataDir, 'admin');
}

export function treeFolder(dataDir: string, tree: string): string {
  return join(dataDir, 'trees', tree);
}

export function logFolder(dataDir: string, tree: string): string {
  return join(dataDir, 'logs', tree);
}

function global({ dataDir, certificateFile, keyFile }: SlapdSetup): string {
  const schemas = ['core', 'cosine', 'inetorgperson', 'nis'].map(
    (name) => `include ${join(SCHEMA_FOLDER, `${name}.schema`)}\n`,
  );
  const modules = ['back_mdb', 'ppolicy', 'accesslog', 'back_sock'].map((name) => `moduleload ${name}\n`);
  return `${schemas.join('')}modulepath ${MODULE_FOLDER}
${modules.join('')}pidfile ${quoted(join(dataDir, 'slapd.pid'))}
argsfile ${quoted(join(dataDir, 'slapd.args'))}
TLSCertificateFile ${quoted(certificateFile)}
TLSCertificateKeyFile ${quoted(keyFile)}
TLSProtocolMin 3.3
password-hash {SSHA}
sizelimit unlimited
`;
}

/** A database without entries: it is there so that the administrator has a password that belongs to no tree. */
function administration({ dataDir, adminHash }: SlapdSetup): string {
  return `database mdb
suffix ${quoted(ADMIN_SUFFIX)}
directory ${quoted(adminFolder(dataDir))}
rootdn ${quoted(ADMIN_DN)}
rootpw ${quoted(adminHash)}
`;
}

function log({ dataDir }: SlapdSetup, { name }: { readonly name: string }): string {
  return `database mdb
suffix ${quoted(logSuffix(name))}
directory ${quoted(logFolder(dataDir, name))}
rootdn ${quoted(internalDn(logSuffix(name)))}
maxsize ${MAX_BYTES}
index reqStart,reqEnd,reqDN,reqResult eq
access to *
  by dn.exact=${quoted(ADMIN_DN)} read
  by * none
`;
}

function directory({ dataDir }: SlapdSetup, tree: SlapdSetup['trees'][number]): string {
  return `database mdb
suffix ${quoted(tree.suffix)}
directory ${quoted(treeFolder(dataDir, tree.name))}
rootdn ${quoted(internalDn(tree.suffix))}
maxsize ${MAX_BYTES}
index objectClass,uid,entryUUID,entryCSN eq
${access(tree)}
overlay ppolicy
ppolicy_default ${quoted(policyDn(tree.suffix, DEFAULT_POLICY))}
ppolicy_hash_cleartext
ppolicy_use_lockout

overlay accesslog
logdb ${quoted(logSuffix(tree.name))}
logops writes
logsuccess FALSE
logpurge 7+00:00 1+00:00
${tree.captureSocket === undefined ? '' : capture(tree.captureSocket)}`;
}

function access({ suffix, captureSocket }: SlapdSetup['trees'][number]): string {
  const admin = `by dn.exact=${quoted(ADMIN_DN)} manage`;
  return `${captureSocket === undefined ? '' : entryAccess(suffix)}access to dn.onelevel=${quoted(peopleDn(suffix))} attrs=userPassword
  ${admin}
  by dn.exact=${quoted(serviceDn(suffix))} =xw
  by self =xw
  by anonymous auth
  by * none
access to attrs=userPassword
  ${admin}
  by anonymous auth
  by * none
${serviceAccess(suffix)}access to *
  ${admin}
  by self read
  by * none
`;
}

/** What the service login may read: whether an account is there, locked, or has just been changed, and by which policy. */
function serviceAccess(suffix: string): string {
  const service = `by dn.exact=${quoted(serviceDn(suffix))} read`;
  return `access to dn.subtree=${quoted(peopleDn(suffix))} attrs=${READ_BY_SERVICE.join(',')}
  ${service}
  by * break
access to dn.subtree=${quoted(policiesDn(suffix))}
  ${service}
  by * break
`;
}

const READ_BY_SERVICE = [
  'entry',
  'objectClass',
  'pwdChangedTime',
  'pwdAccountLockedTime',
  'pwdFailureTime',
  'pwdPolicySubentry',
  'modifyTimestamp',
];

/**
 * The overlay wants whoever writes to have write access to the entry as such, before it asks its listener. That alone lets nobody
 * add, remove or rename an entry: for those one has to write the children of `ou=people` as well.
 */
function entryAccess(suffix: string): string {
  return `access to dn.onelevel=${quoted(peopleDn(suffix))} attrs=entry
  by dn.exact=${quoted(ADMIN_DN)} manage
  by dn.exact=${quoted(serviceDn(suffix))} write
  by self write
  by * none
`;
}

/** The last overlay is the first to see an operation, so it sees the password before ppolicy hashes it. */
function capture(socket: string): string {
  return `
overlay sock
socketpath ${quoted(socket)}
extensions binddn peername ssf connid
sockops modify add extended
sockresps result
`;
}

function quoted(value: string): string {
  if (/[\0\r\n]/.test(value)) throw new EngineError('ENTSYNC_OPTION_INVALID', `${value} does not fit on one line.`);
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
