/** A node of the syntax tree (ESTree). */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}

/** The part of a node that is a node itself. */
export function nodeIn(node: SyntaxNode, part: string): SyntaxNode | undefined {
  const value = node[part];
  return isNode(value) ? value : undefined;
}

export function nodesIn(node: SyntaxNode, part: string): readonly SyntaxNode[] {
  const value = node[part];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The node and all below it, but nothing of what `leavesOut` names. */
export function* walk(node: SyntaxNode, leavesOut: (node: SyntaxNode) => boolean = () => false): Generator<SyntaxNode> {
  if (leavesOut(node)) return;
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* walk(child, leavesOut);
  }
}

export function ofType(node: SyntaxNode, type: string): readonly SyntaxNode[] {
  return [...walk(node)].filter((each) => each.type === type);
}

/** The name of an identifier, or of what a member expression ends with. */
export function nameOf(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (typeof node['name'] === 'string') return node['name'];
  return node.type === 'MemberExpression' ? nameOf(nodeIn(node, 'property')) : undefined;
}
