import type { Command } from 'commander';

import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

export function addSetCredentials(program: Command, session: Session): void {
  const command = program
    .command('set-credentials')
    .summary('tell the store which password an account has')
    .description(
      'Stores the password that an account has now, where the store does not know it. Changes nothing at the target.\n' +
        'It is asked for, or is the one line of standard input, and is sealed before it leaves.',
    )
    .argument('<account>', "'DOMAIN\\user' or adapter/account")
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (account: string, options: { readonly json: boolean }) => {
        const { setCredentials } = await import('../accounts/account-actions.ts');
        return setCredentials(session, account, options);
      }),
    );
  addExamples(command, [
    ['entsync set-credentials hr-db/ann', 'a delivery was parked because the old password was wrong'],
    ["entsync set-credentials 'CORP\\ann' < password.txt", 'from a file'],
  ]);
}
