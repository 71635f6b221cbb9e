import { chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { makePrivateFolder } from '../files/make-private-folder.ts';
import { createPrivateFile } from '../files/replace-file.ts';
import { CLEAN_ENVIRONMENT } from '../process/clean-environment.ts';
import { runTool } from '../process/run-tool.ts';

const DAYS = 3_650;
const RENEW_SECONDS = 30 * 86_400;

export interface Certificates {
  readonly caFile: string;
  readonly certificateFile: string;
  /** Mode 0600. */
  readonly keyFile: string;
}

/** In one folder, which is made as a whole. */
export function certificatesIn(folder: string): Certificates {
  return {
    caFile: join(folder, 'ca.pem'),
    certificateFile: join(folder, 'server.pem'),
    keyFile: join(folder, 'server-key.pem'),
  };
}

/** Makes an authority and a certificate for this machine's loopback address, unless there is one that holds for a month yet. */
export async function ensureCertificates(folder: string): Promise<void> {
  const { certificateFile } = certificatesIn(folder);
  const holds = await openssl('x509', '-noout', '-checkend', String(RENEW_SECONDS), '-in', certificateFile).then(
    () => true,
    () => false,
  );
  if (!holds) await makeCertificates(folder);
}

async function makeCertificates(folder: string): Promise<void> {
  const workshop = `${folder}.unfinished`;
  await rm(workshop, { recursive: true, force: true });
  await makePrivateFolder(workshop);
  const configuration = join(workshop, 'openssl.cnf');
  const authorityKey = join(workshop, 'ca-key.pem');
  const { caFile, certificateFile, keyFile } = certificatesIn(workshop);
  await createPrivateFile(configuration, CONFIGURATION);
  await issue(configuration, 'authority', ['-keyout', authorityKey, '-out', caFile]);
  await issue(configuration, 'server', [
    '-CA',
    caFile,
    '-CAkey',
    authorityKey,
    '-keyout',
    keyFile,
    '-out',
    certificateFile,
  ]);
  await chmod(keyFile, 0o600);
  // Nobody is to be given another certificate: the authority has done its work.
  await Promise.all([rm(authorityKey), rm(configuration), rm(folder, { recursive: true, force: true })]);
  await rename(workshop, folder);
}

/** Makes a key and a certificate for it: for what, says a section of the configuration. */
async function issue(configuration: string, section: string, rest: readonly string[]): Promise<void> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const content = ['-config', configuration, '-extensions', section, '-subj', `/CN=EntSync lab ${section}`];
  await openssl('req', '-x509', '-days', String(DAYS), ...key, ...content, ...rest);
}

const CONFIGURATION = `[req]
distinguished_name = subject
prompt = no
[subject]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1, DNS:localhost
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

async function openssl(...args: readonly string[]): Promise<void> {
  await runTool('openssl', args, { environment: CLEAN_ENVIRONMENT });
}
