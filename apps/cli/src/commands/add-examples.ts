import type { Command } from 'commander';

/** What somebody types, and why. */
export type Example = readonly [line: string, why: string];

const INDENT = '  ';

/** Ends the help of a command with examples: most people learn from those. */
export function addExamples(command: Command, examples: readonly Example[], more: readonly string[] = []): Command {
  const lines = examples.flatMap(([line, why]) => [`${INDENT}$ ${line}`, `${INDENT}${INDENT}${why}`]);
  const notes = more.length === 0 ? [] : ['', ...more];
  return command.addHelpText('after', ['', 'Examples:', ...lines, ...notes].join('\n'));
}
