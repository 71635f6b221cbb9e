import type { SourceFile } from './read-sources.ts';
import { lookUpIn, sayingsOf, type Lookup } from './sayings.ts';
import { nameOf, nodeIn, nodesIn, ofType, type SyntaxNode } from './syntax.ts';

/** One code, as one file uses it. */
export interface FoundError {
  readonly code: string;
  /** The class; none where a service writes the answer itself. */
  readonly class: string | undefined;
  readonly file: string;
  /** What it may say. Empty where that depends on who throws it. */
  readonly says: readonly string[];
}

/** Where a class gets its code and its message from: a text of its own, or the argument of that place. */
interface ErrorClass {
  readonly name: string;
  readonly file: string;
  readonly code: string | number;
  readonly message: readonly string[] | number;
}

const CODE = /^ENTSYNC_[A-Z_]+$/;

/** Every code of ours with what is said when it is met, by code and file. */
export function findErrors(sources: readonly SourceFile[]): readonly FoundError[] {
  const classes = sources.flatMap(findClasses);
  const thrown = sources.flatMap((source) => findThrown(source, classes));
  const answered = sources.flatMap(findAnswers);
  const silent = classes.flatMap((each) => silentUnless(thrown, each));
  return merge([...classes.flatMap(ownErrors), ...thrown, ...answered, ...silent]);
}

function findClasses({ file, program }: SourceFile): ErrorClass[] {
  const lookUp = lookUpIn(program);
  return ofType(program, 'ClassDeclaration').flatMap((node) => {
    const members = nodesIn(nodeIn(node, 'body') ?? node, 'body');
    const constructor = members.find((member) => member['kind'] === 'constructor');
    const parameters = constructor === undefined ? [] : parametersOf(constructor);
    const code = ownCode(members) ?? parameters.indexOf('code');
    if (node['superClass'] === null || code === -1) return [];
    return [
      { name: nameOf(nodeIn(node, 'id')) ?? '', file, code, message: messageOf(constructor, parameters, lookUp) },
    ];
  });
}

function ownCode(members: readonly SyntaxNode[]): string | undefined {
  const property = members.find((member) => nameOf(nodeIn(member, 'key')) === 'code');
  const value = property === undefined ? undefined : nodeIn(property, 'value');
  return typeof value?.['value'] === 'string' ? value['value'] : undefined;
}

function parametersOf(constructor: SyntaxNode): readonly string[] {
  const method = nodeIn(constructor, 'value') ?? constructor;
  return nodesIn(method, 'params').map((parameter) => {
    const inner = nodeIn(parameter, 'parameter') ?? parameter;
    return nameOf(nodeIn(inner, 'left') ?? inner) ?? '';
  });
}

function messageOf(
  constructor: SyntaxNode | undefined,
  parameters: readonly string[],
  lookUp: Lookup,
): readonly string[] | number {
  const calls = constructor === undefined ? [] : ofType(constructor, 'CallExpression');
  const [message] = nodesIn(calls.find((call) => nodeIn(call, 'callee')?.type === 'Super') ?? EMPTY, 'arguments');
  if (message === undefined) return [];
  const place = parameters.indexOf(nameOf(message) ?? '');
  return place >= 0 ? place : sayingsOf(message, lookUp);
}

const EMPTY: SyntaxNode = { type: 'Empty', start: 0, end: 0 };

/** What the class says by itself, whoever throws it. */
function ownErrors({ name, file, code, message }: ErrorClass): FoundError[] {
  return typeof code === 'string' && typeof message !== 'number' ? [{ code, class: name, file, says: message }] : [];
}

function findThrown({ file, program }: SourceFile, classes: readonly ErrorClass[]): FoundError[] {
  const lookUp = lookUpIn(program);
  return ofType(program, 'NewExpression').flatMap((node) => {
    const known = classes.find(({ name }) => name === nameOf(nodeIn(node, 'callee')));
    if (known === undefined || (typeof known.code === 'string' && typeof known.message !== 'number')) return [];
    const given = nodesIn(node, 'arguments');
    const says = typeof known.message === 'number' ? sayArgument(given[known.message], lookUp) : known.message;
    const codes = typeof known.code === 'string' ? [known.code] : sayArgument(given[known.code], lookUp);
    return codes.filter((code) => CODE.test(code)).map((code) => ({ code, class: known.name, file, says }));
  });
}

function sayArgument(argument: SyntaxNode | undefined, lookUp: Lookup): readonly string[] {
  return argument === undefined ? [] : sayingsOf(argument, lookUp);
}

/** A class of which nobody was seen throwing it still has its code. */
function silentUnless(thrown: readonly FoundError[], { name, file, code }: ErrorClass): FoundError[] {
  const isThrown = thrown.some((each) => each.class === name);
  return typeof code === 'string' && CODE.test(code) && !isThrown ? [{ code, class: name, file, says: [] }] : [];
}

/** Answers over HTTP that are written as `{ code, message }`. */
function findAnswers({ file, program }: SourceFile): FoundError[] {
  const lookUp = lookUpIn(program);
  return ofType(program, 'ObjectExpression').flatMap((node) => {
    const property = (name: string): SyntaxNode | undefined =>
      nodesIn(node, 'properties').find((each) => nameOf(nodeIn(each, 'key')) === name);
    const code = nodeIn(property('code') ?? EMPTY, 'value')?.['value'];
    const message = nodeIn(property('message') ?? EMPTY, 'value');
    if (typeof code !== 'string' || !CODE.test(code)) return [];
    return [{ code, class: undefined, file, says: message === undefined ? [] : sayingsOf(message, lookUp) }];
  });
}

function merge(found: readonly FoundError[]): readonly FoundError[] {
  const merged = new Map<string, FoundError>();
  for (const each of found) {
    const key = `${each.code} ${each.file} ${each.class ?? ''}`;
    const says = new Set([...(merged.get(key)?.says ?? []), ...each.says]);
    merged.set(key, { ...each, says: [...says] });
  }
  return [...merged.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, error]) => error);
}
