import { describe, expect, it } from 'vitest';

import { renderChanges } from './render-changes.ts';

const plain = { paint: (_tone: string, text: string): string => text };

describe('renderChanges', () => {
  it('shows what is made, changed and deleted, with what changes', () => {
    const changes = [
      { what: 'system', name: 'system', how: 'changed', details: ['windowsSync: false -> true'] },
      { what: 'adapter', name: 'hr-db', how: 'created', details: [] },
      { what: 'mapping', name: 'CORP\\ann - HR - a\u001bnn', how: 'deleted', details: [] },
    ] as const;
    expect(renderChanges(changes, plain).split('\n')).toEqual([
      '~ system',
      '    windowsSync: false -> true',
      '+ adapter hr-db',
      '- mapping CORP\\ann - HR - a\\x1bnn',
    ]);
  });
});
