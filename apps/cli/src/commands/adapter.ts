import type { Command } from 'commander';

import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

interface Shown {
  readonly json: boolean;
}

export function addAdapter(program: Command, session: Session): void {
  const adapter = program
    .command('adapter')
    .summary('named adapters, and whether their targets let them work')
    .description('Lists named adapters, and asks a target whether all is there that its adapter needs.');
  addList(adapter, session);
  addCheck(adapter, session);
  addExamples(adapter, [
    ['entsync adapter list', 'state and spool of each'],
    ['entsync adapter check hr-db', 'names the missing privilege'],
  ]);
}

function addList(adapter: Command, session: Session): void {
  const list = adapter
    .command('list', { isDefault: true })
    .description('Lists named adapters, as their hosts report them.')
    .option('--json', 'print them as JSON', false)
    .action(
      session.does(async (options: Shown) => {
        const { listAdapters } = await import('../adapters/adapters.ts');
        return listAdapters(session, options);
      }),
    );
  addExamples(list, [['entsync adapter list --json', 'for a script']]);
}

function addCheck(adapter: Command, session: Session): void {
  const check = adapter
    .command('check')
    .description('Logs in to the target and looks for every privilege that is needed. Changes nothing.')
    .argument('<name>', 'as entsync adapter list shows it')
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (name: string, options: Shown) => {
        const { checkAdapter } = await import('../adapters/adapters.ts');
        return checkAdapter(session, name, options);
      }),
    );
  addExamples(check, [['entsync adapter check hr-db', 'after its login was changed']]);
}
