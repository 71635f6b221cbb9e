import picocolors from 'picocolors';

import { printableJson } from './printable.ts';

/** How something is meant; shown as a colour, and only on a terminal. */
export type Tone = 'good' | 'bad' | 'warning' | 'faint' | 'strong';

/** Where a command shows what it has found. Text from elsewhere must be made printable before it comes here. */
export interface Screen {
  /** In columns. */
  readonly width: number;
  /** A result: standard output. */
  print(text: string): void;
  /** A result for a program. */
  printJson(value: unknown): void;
  /** Something beside the result: standard error. */
  note(text: string): void;
  paint(tone: Tone, text: string): string;
}

/** Where there is no terminal, or one that does not know. */
const DEFAULT_WIDTH = 100;

export function openScreen(output: NodeJS.WriteStream, notes: NodeJS.WriteStream): Screen {
  const colours = picocolors.createColors(output.isTTY && picocolors.isColorSupported);
  const paints = {
    good: colours.green,
    bad: colours.red,
    warning: colours.yellow,
    faint: colours.dim,
    strong: colours.bold,
  } satisfies Record<Tone, (text: string) => string>;
  const print = (text: string): void => {
    output.write(`${text}\n`);
  };
  return {
    width: output.isTTY && output.columns > 0 ? output.columns : DEFAULT_WIDTH,
    print,
    printJson: (value) => print(printableJson(value, 2)),
    note: (text) => {
      notes.write(`${text}\n`);
    },
    paint: (tone, text) => paints[tone](text),
  };
}
