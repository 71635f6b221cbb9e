import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { loadExplanation } from './load-explanation.ts';
import { renderExplanation } from './render-explanation.ts';

export interface ExplainOptions {
  readonly limit: number;
  readonly json: boolean;
}

/** What happened to Ann's password? Fails when half of the answer could not be had. */
export async function explain(session: Session, name: string, { limit, json }: ExplainOptions): Promise<ExitCode> {
  const { screen } = session;
  const explanation = await loadExplanation(await session.installation(), name, limit);
  if (json) screen.printJson(explanation);
  else screen.print(renderExplanation(explanation, screen));
  return explanation.unknown.length === 0 ? EXIT.done : EXIT.unreachable;
}
