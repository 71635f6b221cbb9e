import { isNode, LineCounter, type Document } from 'yaml';

/** A place in a file, as editors count: from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where in the file the element of a path stands; of what is missing, where the nearest element around it stands. */
export function locate(document: Document, lines: LineCounter, path: readonly (string | number)[]): Place {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range !== undefined && node.range !== null) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}
