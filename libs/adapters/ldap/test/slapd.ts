import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { findSlapd } from '@entsync/engines';

import { makeCertificate } from './make-certificate.ts';

export const SUFFIX = 'dc=lab,dc=example';
export const BASE_DN = `ou=people,${SUFFIX}`;
export const SERVICE_DN = `cn=entsync,${SUFFIX}`;
export const POLICIES_DN = `ou=policies,${SUFFIX}`;
export const ROOT_DN = `cn=root,${SUFFIX}`;

export interface SlapdOptions {
  readonly folder: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly rootPassword: string;
}

/**
 * A slapd whose rights are those that the README asks for. The lab of EntSync itself gives its service fewer: it may write passwords and
 * see nothing.
 */
export async function startSlapd(options: SlapdOptions): Promise<() => Promise<void>> {
  const { folder, port, tlsPort } = options;
  const slapd = findSlapd();
  if (slapd === undefined) throw new Error('OpenLDAP is not installed: run, as root: apt-get install slapd');
  await mkdir(join(folder, 'database'), { recursive: true });
  await makeCertificate(folder);
  const file = join(folder, 'slapd.conf');
  await writeFile(file, configuration(options), { mode: 0o600 });
  const log = await open(join(folder, 'slapd.log'), 'a');
  const urls = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${tlsPort}/`;
  const child = spawn(slapd, ['-f', file, '-h', urls, '-d', 'stats'], { stdio: ['ignore', log.fd, log.fd] });
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  await log.close();
  await untilListening(child, port);
  return async () => {
    process.off('exit', end);
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`slapd ended with ${child.exitCode}: see slapd.log.`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    await sleep(50);
  }
}

function configuration({ folder, rootPassword }: SlapdOptions): string {
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema\n`);
  return `${schemas.join('')}modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile ${folder}/slapd.pid
argsfile ${folder}/slapd.args
TLSCertificateFile ${folder}/server.pem
TLSCertificateKeyFile ${folder}/server-key.pem
password-hash {SSHA}

database mdb
suffix ${SUFFIX}
directory ${folder}/database
maxsize 67108864
rootdn ${ROOT_DN}
rootpw ${rootPassword}
index objectClass,uid eq

access to dn.subtree=${BASE_DN} attrs=userPassword
  by dn.exact=${SERVICE_DN} =xw
  by self =xw
  by anonymous auth
  by * none
access to dn.subtree=${BASE_DN}
    attrs=entry,objectClass,pwdChangedTime,pwdAccountLockedTime,pwdFailureTime,pwdPolicySubentry,modifyTimestamp
  by dn.exact=${SERVICE_DN} read
  by users read
  by * none
access to dn.subtree=${POLICIES_DN}
  by dn.exact=${SERVICE_DN} read
  by * none
access to attrs=userPassword
  by anonymous auth
  by * none
access to *
  by self read
  by * none

overlay ppolicy
ppolicy_default cn=default,${POLICIES_DN}
ppolicy_hash_cleartext
ppolicy_use_lockout
`;
}
