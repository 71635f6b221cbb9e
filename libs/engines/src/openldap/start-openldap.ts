import { join, resolve } from 'node:path';

import type { Engine, EngineOptions } from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import { makePrivateFolder } from '../files/make-private-folder.ts';
import { replaceFile } from '../files/replace-file.ts';
import { LOCAL_HOST } from '../network/local-host.ts';
import { nameFullDisk } from '../process/full-disk.ts';
import { pidFileOf } from '../process/pid-file.ts';
import { startServer, type ServerPlan } from '../process/start-server.ts';
import { answersLdap } from './answers-ldap.ts';
import { certificatesIn, ensureCertificates } from './certificates.ts';
import { needSlapd } from './find-slapd.ts';
import { hashPassword } from './hash-password.ts';
import { loadTree, makeTreeFolders, type LoadingSlapd } from './load-tree.ts';
import { ADMIN_DN, logSuffix, personDn, serviceDn } from './names.ts';
import { adminFolder, slapdConf } from './slapd-conf.ts';
import { checkTrees, type LdapTree } from './tree.ts';

export interface OpenLdapOptions extends EngineOptions {
  /** On 127.0.0.1, beside `port`. */
  readonly tlsPort: number;
  /** At least one. A tree that is new is made; one that is there stays as it is, with the people and the passwords in it. */
  readonly trees: readonly LdapTree[];
  /** Of `adminDn`, from this start on. */
  readonly adminPassword: string;
}

export interface OpenLdapEngine extends Engine {
  readonly ldapUrl: string;
  readonly ldapsUrl: string;
  /** Of the authority that signed the server's certificate. PEM. */
  readonly caFile: string;
  /** May do everything in every tree. */
  readonly adminDn: string;
  /** May set passwords in `ou=people` of one tree. */
  serviceDn(tree: string): string;
  personDn(tree: string, uid: string): string;
  /** Under which `adminDn` finds who wrote what in one tree, as `auditModify` and the like. */
  logDn(tree: string): string;
}

/** Starts a slapd with several trees. Resolves when it answers. Rejects with ENTSYNC_PACKAGES_MISSING where it is not installed. */
export async function startOpenLdap(options: OpenLdapOptions): Promise<OpenLdapEngine> {
  checkTrees(options.trees);
  const slapd = needSlapd();
  const dataDir = resolve(options.dataDir);
  const urls = {
    ldapUrl: `ldap://${LOCAL_HOST}:${options.port}`,
    ldapsUrl: `ldaps://${LOCAL_HOST}:${options.tlsPort}`,
  };
  const confFile = join(dataDir, 'slapd.conf');
  const plan: ServerPlan = {
    name: 'OpenLDAP',
    command: slapd,
    // Any -d keeps slapd in the foreground; `stats` writes down who did what, without the values.
    args: ['-f', confFile, '-h', `${urls.ldapUrl}/ ${urls.ldapsUrl}/`, '-d', 'stats'],
    folder: dataDir,
    pidFile: pidFileOf(dataDir),
    logFile: options.logFile,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ports: [options.port, options.tlsPort],
    stopSignal: 'SIGTERM',
    prepare: () => prepare({ slapd, dataDir, confFile }, options),
    answers: () => answersLdap(options.port),
  };
  const engine = await nameFullDisk(dataDir, () => startServer(plan));
  return { ...engine, ...urls, caFile: certificatesIn(tlsFolder(dataDir)).caFile, ...namesOf(options.trees) };
}

async function prepare(server: LoadingSlapd, { trees, adminPassword }: OpenLdapOptions): Promise<void> {
  const { slapd, dataDir, confFile } = server;
  await makePrivateFolder(dataDir);
  await makePrivateFolder(adminFolder(dataDir));
  const empty = await makeTreeFolders(dataDir, trees);
  await ensureCertificates(tlsFolder(dataDir));
  const adminHash = await hashPassword(slapd, dataDir, adminPassword);
  await replaceFile(confFile, slapdConf({ dataDir, trees, adminHash, ...certificatesIn(tlsFolder(dataDir)) }));
  for (const tree of empty) await loadTree(server, tree);
}

function tlsFolder(dataDir: string): string {
  return join(dataDir, 'tls');
}

function namesOf(trees: readonly LdapTree[]): Pick<OpenLdapEngine, 'adminDn' | 'serviceDn' | 'personDn' | 'logDn'> {
  const suffixOf = (name: string): string => {
    const tree = trees.find((each) => each.name === name);
    if (tree !== undefined) return tree.suffix;
    throw new EngineError('ENTSYNC_OPTION_INVALID', `There is no tree ${name}: check the name.`);
  };
  return {
    adminDn: ADMIN_DN,
    serviceDn: (tree) => serviceDn(suffixOf(tree)),
    personDn: (tree, uid) => personDn(suffixOf(tree), uid),
    logDn: logSuffix,
  };
}
