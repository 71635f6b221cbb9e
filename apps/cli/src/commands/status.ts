import type { Command } from 'commander';

import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

export function addStatus(program: Command, session: Session): void {
  const command = program
    .command('status')
    .summary('what runs, and how it is')
    .description(
      'Shows services, adapters with their spools, lanes and breakers, topics with lag and dead letters, and what to look at.\n' +
        'Works while services are down, and says which.',
    )
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (options: { readonly json: boolean }) => {
        const { showStatus } = await import('../status/show-status.ts');
        return showStatus(session, options);
      }),
    );
  addExamples(
    command,
    [
      ['entsync status', 'the whole picture'],
      ["entsync status --json | jq '.warnings'", 'for a script'],
    ],
    ['It ends with 0 when every service does its job, with 1 when one does not, with 3 when nothing runs.'],
  );
}
