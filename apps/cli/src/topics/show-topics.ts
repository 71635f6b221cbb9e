import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { renderTopics } from '../status/render-status.ts';

/** Every topic, with what lies there and who reads it. */
export async function showTopics(session: Session, { json }: { readonly json: boolean }): Promise<ExitCode> {
  const { screen } = session;
  const topics = await (await session.installation()).admin().topics();
  if (json) screen.printJson(topics);
  else screen.print(renderTopics(topics, screen));
  return EXIT.done;
}
