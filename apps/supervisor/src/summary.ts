import { readFile } from 'node:fs/promises';

import type { Installation } from './installation.ts';

/** What runs where, and what to type next. */
export async function summarize(
  { home, runFile, progress, options }: Installation,
  standardHome: string,
): Promise<string> {
  const { kafka, postgres, services, example, lab } = runFile.content;
  const { host, port, database } = example.postgresql;
  const rows = [
    ...Object.entries(services).map(([name, { url }]) => [name, url] as const),
    ['Kafka', kafka.brokers.join(', ')] as const,
    [
      'PostgreSQL',
      options.database === undefined ? `${postgres.host}:${postgres.port}` : 'as in DATABASE_URL',
    ] as const,
    [
      'example database',
      `${host}:${port}, database ${database}, people ${example.postgresql.accounts.join(', ')}`,
    ] as const,
    ...(lab === undefined ? [] : [['OpenLDAP', `${lab.openldap.ldapUrl} and ${lab.openldap.ldapsUrl}`] as const]),
    ['state and logs', home.folder] as const,
  ];
  const prefix = home.folder === standardHome ? '' : `ENTSYNC_HOME=${home.folder} `;
  return [
    '',
    `EntSync runs (${progress.elapsed().toFixed(1)} s).`,
    '',
    ...rows.map(([name, where]) => `  ${name.padEnd(20)} ${where}`),
    '',
    ...(await backupWarning(home.masterSecretFile)),
    "Announce Ann's new Windows password (it is asked for, and not shown):",
    '',
    `  ${prefix}npx entsync send 'CORP\\ann' --wait`,
    '',
    'and log in with it:',
    '',
    `  psql -h ${host} -p ${port} -U ann ${database}`,
    '',
  ].join('\n');
}

async function backupWarning(file: string): Promise<string[]> {
  const { backedUpAt } = JSON.parse(await readFile(file, 'utf8')) as { backedUpAt?: string | null };
  if (backedUpAt !== undefined && backedUpAt !== null) return [];
  return [
    'The master secret has no backup yet; without it stored passwords are lost: npx entsync secret backup FILE',
    '',
  ];
}
