import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from './root.ts';

/** A page for somebody who has met one of its codes. */
export interface Runbook {
  /** Its name in the folder of runbooks. */
  readonly file: string;
  readonly title: string;
  /** Codes of errors and of outcomes. */
  readonly codes: readonly string[];
  readonly events: readonly number[];
  readonly text: string;
}

export const RUNBOOKS = 'docs/runbooks';

/** All of them but the index. */
export function readRunbooks(): readonly Runbook[] {
  return readdirSync(path.join(ROOT, RUNBOOKS))
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .toSorted()
    .map((file) => parseRunbook(file, readFileSync(path.join(ROOT, RUNBOOKS, file), 'utf8')));
}

/** Its title is its heading; what it is for stands in the line that begins with `For:`. */
export function parseRunbook(file: string, text: string): Runbook {
  const title = /^# (.+)$/m.exec(text)?.[1] ?? file;
  const line = /^For: (.+)$/m.exec(text)?.[1] ?? '';
  const codes = [...line.matchAll(/`([A-Z_]+)`/g)].map(([, code = '']) => code);
  const events = [...line.matchAll(/\bevent (\d{5})/g)].map(([, id]) => Number(id));
  return { file, title, codes, events, text };
}

export function runbookOfCode(runbooks: readonly Runbook[], code: string): Runbook | undefined {
  return runbooks.find(({ codes }) => codes.includes(code));
}

export function runbookOfEvent(runbooks: readonly Runbook[], id: number): Runbook | undefined {
  return runbooks.find(({ events }) => events.includes(id));
}
