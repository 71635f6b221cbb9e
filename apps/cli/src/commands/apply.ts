import type { Command } from 'commander';

import type { ApplyOptions } from '../applying/apply-file.ts';
import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

export function addApply(program: Command, session: Session): void {
  const command = program
    .command('apply')
    .summary('make adapters, applications and mappings what a file says')
    .description(
      'Makes the installation what a file says: system flags, adapters, applications, mappings. What it does not name stays as it is.\n' +
        'Shows the difference and asks first. All of it or nothing; doing it again changes nothing.',
    )
    .argument('<file>', 'a document in YAML or JSON, of the format entsync-1')
    .option('--preview', 'only show the difference', false)
    .option('--yes', 'do not ask', false)
    .option('--json', 'print changes and problems (with line and column) as JSON', false)
    .action(
      session.does(async (file: string, options: ApplyOptions) => {
        const { applyFile } = await import('../applying/apply-file.ts');
        return applyFile(session, file, options);
      }),
    );
  addExamples(
    command,
    [
      ['entsync apply entsync.yaml --preview', 'what would change'],
      ['entsync apply entsync.yaml', 'shows it, asks, does it'],
      ['entsync apply entsync.yaml --yes', 'for a script'],
    ],
    [
      'A document:',
      '  format: entsync-1',
      '  system: { windowsSync: true }',
      '  adapters:',
      '    - name: hr-db',
      '      kind: postgresql',
      '      flags: { syncToAdapter: true }',
      '      settings: { host: db.example.org, database: hr, user: entsync }',
      '      login: { passwordFile: hr-db.password }   # one line, mode 0600; or: login: prompt',
      '  applications:',
      '    - { name: HR, adapter: hr-db }',
      '  mappings:',
      "    - { windows: 'CORP\\ann', application: HR, account: ann }",
      'An element with delete: true is removed.',
    ],
  );
}
