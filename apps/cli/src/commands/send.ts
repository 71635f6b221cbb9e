import type { Command } from 'commander';

import type { Session } from '../session.ts';
import type { SendOptions } from '../sending/send-password.ts';
import { addExamples } from './add-examples.ts';
import { readCount } from './option-values.ts';

/** In seconds. */
const DEFAULT_WAIT = 60;

interface Given extends Omit<SendOptions, 'wait'> {
  readonly wait?: number | true;
}

export function addSend(program: Command, session: Session): void {
  const command = program
    .command('send')
    .summary('announce the new password of a Windows account')
    .description(
      'Announces that a Windows account has a new password, which then goes to every target that its user is mapped to.\n' +
        'The password is asked for, or is the one line of standard input; never an argument. It is sealed before it leaves.',
    )
    .argument('<account>', "the Windows account, in quotes: 'DOMAIN\\user'")
    .option('--old', 'give the old password too (standard input: a second line)', false)
    .option('--wait [seconds]', `follow it to every target; at most so long (${DEFAULT_WAIT})`, readCount)
    .option('--force', 'announce it although a hook captures the changes of this domain', false)
    .option('--identity <file>', 'who announces it; by default the command line of this installation')
    .option('--json', 'print what became of it as JSON', false)
    .action(
      session.does(async (account: string, { wait, ...given }: Given) => {
        const { sendPassword } = await import('../sending/send-password.ts');
        return sendPassword(session, account, {
          ...given,
          ...(wait === undefined ? {} : { wait: wait === true ? DEFAULT_WAIT : wait }),
        });
      }),
    );
  addExamples(
    command,
    [
      ["entsync send 'CORP\\ann' --wait", 'asks for the password twice, and shows each target as it has it'],
      ["printf '%s' \"$NEW\" | entsync send 'CORP\\ann' --wait=30", 'from a script, with patience for half a minute'],
      ["entsync send 'CORP\\ann' --identity hr.json", 'in the name of another producer: entsync enroll'],
    ],
    [
      'With --wait it ends with 0 when all targets have the password, or there was nothing to do;',
      'with 1 when one refused it, it was parked, or time ran out.',
    ],
  );
}
