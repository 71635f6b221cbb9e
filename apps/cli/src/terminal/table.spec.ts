import { describe, expect, it } from 'vitest';

import { fitColumns } from './fit-columns.ts';
import { renderTable } from './table.ts';
import { wrapText } from './wrap-text.ts';

const plain = { width: 100, paint: (_tone: string, text: string): string => text };

describe('renderTable', () => {
  it('puts columns below their titles, numbers to the right', () => {
    const table = renderTable(
      [{ title: 'TOPIC' }, { title: 'LAG', align: 'right' }],
      [
        ['deliveries', 7],
        ['windows-to-external', 12_345],
      ],
      plain,
    );
    expect(table.split('\n')).toEqual([
      'TOPIC                  LAG',
      'deliveries               7',
      'windows-to-external  12345',
    ]);
  });

  it('wraps what may be wrapped so that it fits the screen', () => {
    const reason = 'the target says that this account does not exist and that nobody has ever heard of it';
    const table = renderTable([{ title: 'ACCOUNT' }, { title: 'WHY', wraps: true }], [['hr/ann', reason]], {
      ...plain,
      width: 40,
    });
    const lines = table.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(
      lines
        .slice(1)
        .map((line) => line.slice(9))
        .join(' '),
    ).toBe(reason);
  });

  it('shows names from the system with their control characters written out', () => {
    expect(renderTable([{ title: 'NAME' }], [['ann\u001b[31m']], plain)).toContain('ann\\x1b[31m');
  });

  it('shows a dash for what is not known', () => {
    expect(renderTable([{ title: 'NAME' }], [[null]], plain).split('\n')[1]).toBe('-');
  });

  it('paints a cell line by line and keeps the columns', () => {
    const bold = {
      width: 100,
      paint: (tone: string, text: string) => (tone === 'bad' ? `\u001b[31m${text}\u001b[39m` : text),
    };
    const table = renderTable([{ title: 'STATE' }, { title: 'X' }], [[{ text: 'down', tone: 'bad' }, 1]], bold);
    expect(table.split('\n')[1]).toBe('\u001b[31mdown\u001b[39m   1');
  });
});

describe('wrapText', () => {
  it('breaks a word that is too long, such as a DN', () => {
    expect(wrapText('uid=ann,ou=people,dc=example', 10)).toEqual(['uid=ann,ou', '=people,dc', '=example']);
  });

  it('leaves a short line alone', () => {
    expect(wrapText('', 10)).toEqual(['']);
    expect(wrapText('a b', 10)).toEqual(['a b']);
  });
});

describe('fitColumns', () => {
  it('takes the room from the widest columns that may be wrapped', () => {
    const columns = [
      { natural: 30, wraps: false },
      { natural: 60, wraps: true },
      { natural: 40, wraps: true },
    ];
    expect(fitColumns(columns, 90)).toEqual([30, 30, 30]);
  });

  it('gives up rather than make a column unreadable', () => {
    expect(
      fitColumns(
        [
          { natural: 90, wraps: false },
          { natural: 50, wraps: true },
        ],
        80,
      ),
    ).toEqual([90, 12]);
  });
});
