export type Place =
  | 'topic'
  | 'Kafka file'
  | 'table'
  | 'database file'
  | 'WAL file'
  | 'target file'
  | 'log'
  | 'file'
  | 'temporary file'
  | 'metrics'
  | 'command line'
  | 'environment';

/** A known password that lies where nobody may be able to read it. Never the password itself. */
export interface Finding {
  readonly place: Place;
  /** Which topic, table, file, process. */
  readonly where: string;
  readonly encoding: string;
  /** Which of the passwords that were looked for; the first is 1. */
  readonly canary: number;
  /** The byte at which it was seen first. */
  readonly at: number;
}

/** What is counted while it is searched. None of them may be zero: a search that looked at nothing proves nothing. */
export const COUNTED = [
  'topics',
  'messages',
  'tables',
  'rows',
  'Kafka files',
  'database files',
  'WAL files',
  'target files',
  'logs',
  'other files',
  'temporary files',
  'metrics pages',
  'processes',
  'bytes',
] as const;

export type Counted = (typeof COUNTED)[number];

export interface Findings {
  readonly found: readonly Finding[];
  readonly searched: Readonly<Record<Counted, number>>;
  /** What is not the installation's own, and therefore out of reach: the files of a Kafka or a database that it was given. */
  readonly outOfReach: readonly Counted[];
  /** Milliseconds. */
  readonly took: number;
}

/** What should have been searched, and was not. */
export function unsearched({ searched, outOfReach }: Findings): Counted[] {
  return COUNTED.filter((each) => searched[each] === 0 && !outOfReach.includes(each));
}

export function describeFinding({ place, where, encoding, canary, at }: Finding): string {
  return `password ${canary} lies in ${place} ${where}, byte ${at}, as ${encoding}`;
}

/** One line. */
export function summarize(findings: Findings): string {
  const { found, searched, outOfReach, took } = findings;
  const amounts = COUNTED.filter((each) => !outOfReach.includes(each)).map((each) => amountOf(each, searched[each]));
  const result = found.length === 0 ? 'no password' : `${found.length} times a password`;
  const rest = outOfReach.length === 0 ? '' : `; out of reach: ${outOfReach.join(', ')}`;
  return `canary search: ${result} in ${amounts.join(', ')} (${(took / 1_000).toFixed(1)} s${rest})`;
}

function amountOf(what: Counted, amount: number): string {
  return what === 'bytes' ? `${(amount / 1e6).toFixed(1)} MB` : `${amount} ${what}`;
}
