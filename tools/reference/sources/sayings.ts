import { nameOf, nodeIn, nodesIn, ofType, type SyntaxNode } from './syntax.ts';

/** Finds what a name in the same file stands for. */
export type Lookup = (name: string, before: number) => SyntaxNode | undefined;

const DEEPEST = 4;

/** Every text that an expression may become; what is known only at run time is shown by its name: `<file> is missing.` */
export function sayingsOf(node: SyntaxNode, lookUp: Lookup, depth = 0): readonly string[] {
  const say = (part: SyntaxNode | undefined): readonly string[] =>
    part === undefined ? ['...'] : sayingsOf(part, lookUp, depth + 1);
  if (depth > DEEPEST) return [unknown(node)];
  switch (node.type) {
    case 'Literal':
      return [String(node['value'])];
    case 'TemplateLiteral':
      return sayTemplate(node, say);
    case 'BinaryExpression':
      if (node['operator'] !== '+') return [unknown(nodeIn(node, 'left') ?? node)];
      return join([say(nodeIn(node, 'left')), say(nodeIn(node, 'right'))]);
    case 'ConditionalExpression':
      return [...say(nodeIn(node, 'consequent')), ...say(nodeIn(node, 'alternate'))];
    case 'LogicalExpression':
      return [...say(nodeIn(node, 'left')), ...say(nodeIn(node, 'right'))];
    case 'Identifier': {
      const known = lookUp(nameOf(node) ?? '', node.start);
      return known === undefined ? [unknown(node)] : say(known);
    }
    default:
      return [unknown(node)];
  }
}

/** What the names of a file's constants stand for; of several with one name, the nearest one above. */
export function lookUpIn(program: SyntaxNode): Lookup {
  const declared = ofType(program, 'VariableDeclarator');
  return (name, before) => {
    const found = declared.findLast((each) => each.end <= before && nameOf(nodeIn(each, 'id')) === name);
    const value = found === undefined ? undefined : nodeIn(found, 'init');
    return value !== undefined && TEXTS.has(value.type) ? value : undefined;
  };
}

/** What can be shown in place of a name; anything else is shown by the name. */
const TEXTS = new Set(['Literal', 'TemplateLiteral', 'BinaryExpression', 'ConditionalExpression']);

function sayTemplate(node: SyntaxNode, say: (part: SyntaxNode) => readonly string[]): readonly string[] {
  const texts = nodesIn(node, 'quasis').map((quasi) => (quasi['value'] as { readonly cooked: string }).cooked);
  const parts = nodesIn(node, 'expressions').map(say);
  return join(texts.flatMap((text, index) => [[text], parts[index] ?? ['']]));
}

function join(parts: readonly (readonly string[])[]): readonly string[] {
  return parts.reduce<readonly string[]>(
    (said, part) => said.flatMap((before) => part.map((after) => before + after)),
    [''],
  );
}

/** Of a call, whom it is made of: `problems.join(', ')` is shown as its problems. */
function unknown(node: SyntaxNode): string {
  const callee = nodeIn(node, 'callee');
  const name = callee?.type === 'MemberExpression' ? nameOf(nodeIn(callee, 'object')) : nameOf(callee ?? node);
  return name === undefined ? '...' : `<${name}>`;
}
