import type { Command } from 'commander';

import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

export function addDrop(program: Command, session: Session): void {
  const command = program
    .command('drop')
    .summary('give up what is owed to an account')
    .description(
      'What is owed to an account is not delivered any more, and the password that was kept for it is erased.\n' +
        'Later changes are delivered as ever. For a Windows account: at all targets of its user.',
    )
    .argument('<account>', "'DOMAIN\\user' or adapter/account")
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (account: string, options: { readonly json: boolean }) => {
        const { dropAccount } = await import('../accounts/account-actions.ts');
        return dropAccount(session, account, options);
      }),
    );
  addExamples(command, [['entsync drop hr-db/ann', 'that account will never exist']]);
}
