import { Option, type Command } from 'commander';

import type { EnrollOptions } from '../identities/enroll.ts';
import type { Session } from '../session.ts';
import { addExamples } from './add-examples.ts';
import { gather } from './option-values.ts';

const ROLES = ['producer', 'hook', 'router', 'host'] as const satisfies readonly EnrollOptions['role'][];

export function addEnroll(program: Command, session: Session): void {
  const command = program
    .command('enroll')
    .summary('give somebody an identity')
    .description(
      'Makes a one-time token, with which a program makes keys where it runs and gets an identity here; it is good for an hour.\n' +
        'With --out it is used at once, and the identity is written to a file that only its owner can read.',
    )
    .argument('<name>', 'its name: letters, digits, dots, dashes, underscores')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--domain <name>', 'for producers and hooks: whose changes it may announce; may be repeated', gather)
    .option('--kind <kind>', 'for hosts: the kind of adapters that it runs')
    .option('--out <file>', 'use the token at once and write the identity there')
    .option('--force', 'overwrite that file', false)
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (name: string, options: EnrollOptions) => {
        const { enroll } = await import('../identities/enroll.ts');
        return enroll(session, name, options);
      }),
    );
  addExamples(command, [
    [
      'entsync enroll hr-portal --role producer --domain CORP --out hr-portal.json',
      'an identity for entsync send --identity',
    ],
    ['entsync enroll dc1 --role hook --domain CORP', 'a token to carry to a domain controller'],
    ['entsync enroll ldap-2 --role host --kind ldap', 'a token for a second host'],
  ]);
}
