import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What one of Debian's LDAP clients said, and how it ended: LDAP's result code, which is its exit code; 0 is success. */
export interface LdapAnswer {
  readonly code: number;
  readonly output: string;
}

/** Who asks: with TLS, which checks the server's certificate. */
export interface LdapLogin {
  readonly url: string;
  readonly caFile: string;
  readonly dn: string;
  readonly password: string;
  /** For files that passwords travel in. */
  readonly folder: string;
}

export function whoAmI(login: LdapLogin): Promise<LdapAnswer> {
  return run('ldapwhoami', login, []);
}

export function search(login: LdapLogin, base: string, ...rest: readonly string[]): Promise<LdapAnswer> {
  return run('ldapsearch', login, ['-LLL', '-o', 'ldif-wrap=no', '-b', base, ...rest]);
}

export async function modify(login: LdapLogin, ldif: string): Promise<LdapAnswer> {
  const path = join(login.folder, 'change.ldif');
  await writeFile(path, ldif);
  return run('ldapmodify', login, ['-f', path]);
}

export function setPassword(login: LdapLogin, dn: string, password: string): Promise<LdapAnswer> {
  return modify(login, `dn: ${dn}\nchangetype: modify\nreplace: userPassword\nuserPassword: ${password}\n`);
}

/** By RFC 3062, as the person. */
export async function changeOwnPassword(login: LdapLogin, password: string): Promise<LdapAnswer> {
  const [oldFile, newFile] = [join(login.folder, 'old'), join(login.folder, 'new')];
  await writeFile(oldFile, login.password, { mode: 0o600 });
  await writeFile(newFile, password, { mode: 0o600 });
  return run('ldappasswd', login, ['-t', oldFile, '-T', newFile]);
}

async function run(tool: string, login: LdapLogin, args: readonly string[]): Promise<LdapAnswer> {
  const passwordFile = join(login.folder, 'login');
  await writeFile(passwordFile, login.password, { mode: 0o600 });
  const who = ['-x', '-H', login.url, '-D', login.dn, '-y', passwordFile];
  const env = { LDAPTLS_CACERT: login.caFile, LDAPTLS_REQCERT: 'demand', PATH: '/usr/bin:/bin' };
  return new Promise((resolve) => {
    execFile(tool, [...who, ...args], { env }, (error, stdout) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout });
    });
  });
}
