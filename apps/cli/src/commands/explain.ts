import type { Command } from 'commander';

import type { Session } from '../session.ts';
import type { ExplainOptions } from '../explaining/explain.ts';
import { addExamples } from './add-examples.ts';
import { readCount } from './option-values.ts';

const DEFAULT_LIMIT = 3;

export function addExplain(program: Command, session: Session): void {
  const command = program
    .command('explain')
    .summary("what happened to somebody's password")
    .description(
      'Shows what each target holds or waits for, and every step of the latest changes: when, where, what, why, and what to type.',
    )
    .argument('<name>', "a Windows account 'DOMAIN\\user', an external one adapter/account, or a tracking id")
    .option('--limit <count>', 'how many of the latest changes', readCount, DEFAULT_LIMIT)
    .option('--json', 'print it as JSON', false)
    .action(
      session.does(async (name: string, options: ExplainOptions) => {
        const { explain } = await import('../explaining/explain.ts');
        return explain(session, name, options);
      }),
    );
  addExamples(command, [
    ["entsync explain 'CORP\\ann'", 'by the Windows account'],
    ['entsync explain hr-db/ann', 'by an account of a target'],
    ['entsync explain 0b9d1c1e-5c3f-4a53-9d0e-6f1f0e6f4a11', 'one change, by its tracking id'],
  ]);
}
