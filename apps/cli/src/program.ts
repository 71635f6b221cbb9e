import { Command, Help, type Option } from 'commander';

import { addAdapter } from './commands/adapter.ts';
import { addApply } from './commands/apply.ts';
import { addDlq } from './commands/dlq.ts';
import { addDrop } from './commands/drop.ts';
import { addEnroll } from './commands/enroll.ts';
import { addExamples } from './commands/add-examples.ts';
import { addExplain } from './commands/explain.ts';
import { addPrincipals } from './commands/principals.ts';
import { addRetry } from './commands/retry.ts';
import { addRevoke } from './commands/revoke.ts';
import { addSecret } from './commands/secret.ts';
import { addSend } from './commands/send.ts';
import { addSetCredentials } from './commands/set-credentials.ts';
import { addStatus } from './commands/status.ts';
import { addTopics } from './commands/topics.ts';
import type { Session } from './session.ts';

type AddCommand = (program: Command, session: Session) => void;

const GROUPS: readonly { readonly title: string; readonly commands: readonly AddCommand[] }[] = [
  { title: 'Passwords:', commands: [addSend, addExplain, addRetry, addDrop, addSetCredentials] },
  { title: 'Looking:', commands: [addStatus, addTopics, addDlq] },
  { title: 'Configuration:', commands: [addApply, addAdapter, addSecret] },
  { title: 'Identities:', commands: [addEnroll, addRevoke, addPrincipals] },
];

/** The command `entsync`. What a command does is loaded only when it is called, so that help is quick. */
export function createProgram(session: Session): Command {
  const program = new Command('entsync')
    .description('Keeps passwords in step between Active Directory and every other system a company runs.')
    .configureHelp({ optionDescription: describeOption })
    .exitOverride()
    .showHelpAfterError('(add --help for help with examples)');
  for (const { title, commands } of GROUPS) {
    program.commandsGroup(title);
    for (const add of commands) add(program, session);
  }
  return addExamples(
    program,
    [
      ["entsync send 'CORP\\ann' --wait", 'announce a new password, and follow it to every target'],
      ["entsync explain 'CORP\\ann'", "what happened to Ann's password?"],
      ['entsync status', 'is all well?'],
    ],
    [
      'The running system is that of the nearest folder .entsync, from here upwards; ENTSYNC_HOME names another.',
      'Exit codes: 0 done, 1 refused or failed, 2 not written as it must be, 3 not running or not reachable.',
    ],
  );
}

/** That a flag is off unless it is given, everybody knows. */
function describeOption(option: Option): string {
  return option.isBoolean() ? option.description : new Help().optionDescription(option);
}
