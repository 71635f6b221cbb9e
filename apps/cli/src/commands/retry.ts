import type { Command } from 'commander';

import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

export function addRetry(program: Command, session: Session): void {
  const command = program
    .command('retry')
    .summary('let go on what is parked at an account')
    .description(
      'What is parked at an account goes out again, sealed afresh; a change that was held for its clock is believed.\n' +
        'For a Windows account: at all targets of its user.',
    )
    .argument('<account>', "'DOMAIN\\user' or adapter/account")
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (account: string, options: { readonly json: boolean }) => {
        const { retryAccount } = await import('../accounts/account-actions.ts');
        return retryAccount(session, account, options);
      }),
    );
  addExamples(command, [
    ['entsync retry hr-db/ann', 'after the account was made there'],
    ["entsync retry 'CORP\\ann'", 'everywhere'],
  ]);
}
