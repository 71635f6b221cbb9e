import { EVENT_CATALOGUE } from '@entsync/entsso';

import type { SourceFile } from './read-sources.ts';
import { nameOf, nodeIn, walk, type SyntaxNode } from './syntax.ts';

/** Who raises an event on the timeline, and who answers requests with its number; names of projects. */
export interface RaisedEvent {
  readonly raisedBy: readonly string[];
  readonly answeredBy: readonly string[];
}

/** Who reads events, and the catalogue itself. */
const READERS = new Set(['libs/entsso', 'libs/api-client', 'apps/cli', 'apps/admin']);

/** What the code does with each event of the catalogue today; by id. */
export function findRaisedEvents(sources: readonly SourceFile[]): ReadonlyMap<number, RaisedEvent> {
  const writers = sources.filter(({ project }) => !READERS.has(project));
  const texts = writers.flatMap(({ project, program }) => literalsIn(program).map((text) => ({ project, text })));
  const projectsWith = (text: string): readonly string[] =>
    [...new Set(texts.filter((each) => each.text === text).map(({ project }) => nameOfProject(project)))].toSorted();
  return new Map(
    EVENT_CATALOGUE.map(({ id, symbol }) => [
      id,
      { raisedBy: projectsWith(symbol), answeredBy: projectsWith(`${id}`) },
    ]),
  );
}

function nameOfProject(folder: string): string {
  return folder.split('/').at(-1) ?? folder;
}

/** A flow's table lists the events of its rows; that is no proof that one of them is raised. */
function literalsIn(program: SyntaxNode): string[] {
  const isListOfRow = (node: SyntaxNode): boolean =>
    node.type === 'Property' &&
    nameOf(nodeIn(node, 'key')) === 'events' &&
    nodeIn(node, 'value')?.type === 'ArrayExpression';
  return [...walk(program, isListOfRow)].filter(({ type }) => type === 'Literal').map(({ value }) => String(value));
}
