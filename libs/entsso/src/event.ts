export type EventSeverity = 'info' | 'warn' | 'error';

/** One kind of event: what an operator can look up. */
export interface EventKind<Symbol extends string = string> {
  readonly id: number;
  readonly symbol: Symbol;
  readonly severity: EventSeverity;
  /** Names of the facts that belong to it. Never a secret. */
  readonly parameters: readonly string[];
  /** When it is raised, in one sentence. */
  readonly meaning: string;
}

/** A row of the catalogue. */
export function event<const Symbol extends string>(
  id: number,
  symbol: Symbol,
  severity: EventSeverity,
  ...[parameters, meaning]: [parameters: readonly string[], meaning: string]
): EventKind<Symbol> {
  return { id, symbol, severity, parameters, meaning };
}
