import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exists } from '../files/exists.ts';
import { makePrivateFolder } from '../files/make-private-folder.ts';
import { withSecretFile } from '../files/with-secret-file.ts';
import { CLEAN_ENVIRONMENT } from '../process/clean-environment.ts';
import { runTool } from '../process/run-tool.ts';
import { slapTool } from './find-slapd.ts';
import { hashPassword } from './hash-password.ts';
import { writeLdif } from './ldif.ts';
import { logFolder, treeFolder } from './slapd-conf.ts';
import type { LdapTree } from './tree.ts';
import { treeEntries, type TreeContent } from './tree-entries.ts';

export interface LoadingSlapd {
  readonly slapd: string;
  readonly dataDir: string;
  readonly confFile: string;
}

/** Makes the folders of every tree, which slapd wants to see before it reads its configuration. Resolves to the trees to be filled. */
export async function makeTreeFolders(dataDir: string, trees: readonly LdapTree[]): Promise<LdapTree[]> {
  const empty: LdapTree[] = [];
  for (const tree of trees) {
    if (await exists(loadedMark(dataDir, tree))) continue;
    await makeEmptyFolder(treeFolder(dataDir, tree.name));
    await makeEmptyFolder(logFolder(dataDir, tree.name));
    empty.push(tree);
  }
  return empty;
}

/** A loading that was interrupted begins anew. */
async function makeEmptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await makePrivateFolder(folder);
}

function loadedMark(dataDir: string, tree: LdapTree): string {
  return `${treeFolder(dataDir, tree.name)}.loaded`;
}

/** Fills an empty tree. */
export async function loadTree(server: LoadingSlapd, tree: LdapTree): Promise<void> {
  const text = writeLdif(treeEntries(await hashAll(server, tree)));
  await withSecretFile({ path: join(server.dataDir, 'tree.ldif'), text }, async (ldifFile) => {
    const args = ['-q', '-f', server.confFile, '-b', tree.suffix, '-l', ldifFile];
    await runTool(slapTool(server.slapd, 'slapadd'), args, { environment: CLEAN_ENVIRONMENT });
  });
  await writeFile(loadedMark(server.dataDir, tree), '');
}

/** One after the other: they share a file. */
async function hashAll({ slapd, dataDir }: LoadingSlapd, tree: LdapTree): Promise<TreeContent> {
  const hash = (password: string): Promise<string> => hashPassword(slapd, dataDir, password);
  const serviceHash = await hash(tree.servicePassword);
  const people: TreeContent['people'][number][] = [];
  for (const { uid, cn, password } of tree.people) people.push({ uid, cn, hash: await hash(password) });
  return { suffix: tree.suffix, serviceHash, people };
}
