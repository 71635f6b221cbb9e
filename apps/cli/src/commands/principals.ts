import type { Command } from 'commander';

import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

export function addPrincipals(program: Command, session: Session): void {
  const command = program
    .command('principals')
    .summary('who has an identity')
    .description('Lists producers, hooks, hosts, adapters and routers with what they may speak for.')
    .option('--json', 'print them as JSON', false)
    .action(
      session.does(async (options: { readonly json: boolean }) => {
        const { showPrincipals } = await import('../identities/principals.ts');
        return showPrincipals(session, options);
      }),
    );
  addExamples(command, [['entsync principals', 'who may announce changes, and of which domains']]);
}
