import { readAdd } from './read-add.ts';
import { readExtended } from './read-extended.ts';
import { SockLines } from './read-lines.ts';
import { readModify } from './read-modify.ts';
import { readOperation } from './read-operation.ts';
import type { SockRequest } from './sock-request.ts';

/**
 * Parses what slapd's `overlay sock` writes for one operation, to the empty line. It needs `extensions binddn peername ssf connid`.
 *
 * The request is read only; whoever owns it wipes it. Throws {@link SockRequestError}.
 */
export function parseSockRequest(request: Uint8Array): SockRequest {
  const lines = new SockLines(request);
  try {
    return readRequest(lines);
  } finally {
    lines.wipe();
  }
}

function readRequest(lines: SockLines): SockRequest {
  const { name: operation, value } = lines.take();
  if (value !== undefined || !/^[A-Z]+$/.test(operation)) return lines.fail('the name of an operation');
  switch (operation) {
    case 'MODIFY':
      return readModify(lines);
    case 'ADD':
      return readAdd(lines);
    case 'EXTENDED':
      return readExtended(lines);
    case 'RESULT':
      // What follows the code are free words of whoever refused.
      return { kind: 'result', ...readOperation(lines), code: lines.takeNumber('code') };
    default:
      return { kind: 'other', operation };
  }
}
