import type { Command } from 'commander';

import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';

export function addRevoke(program: Command, session: Session): void {
  const command = program
    .command('revoke')
    .summary('take an identity back')
    .description(
      'What a principal signs is refused from now on, also what lies on topics already. Enrolling it anew brings it back.',
    )
    .argument('<name>', 'as entsync principals lists it')
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (name: string, options: { readonly json: boolean }) => {
        const { revokePrincipal } = await import('../identities/principals.ts');
        return revokePrincipal(session, name, options);
      }),
    );
  addExamples(command, [['entsync revoke hr-portal', 'its identity file was lost']]);
}
