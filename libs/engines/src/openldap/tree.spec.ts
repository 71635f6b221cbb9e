import { expect, test } from 'vitest';

import { checkTrees, type LdapTree } from './tree.ts';

function tree(name: string, suffix: string): LdapTree {
  return { name, suffix, servicePassword: 'unused', people: [] };
}

test('trees of their own are accepted', () => {
  expect(() => checkTrees([tree('hr', 'dc=hr,dc=test'), tree('mail-2', 'o=Mail')])).not.toThrow();
});

test.each([
  ['no tree', []],
  ['a name that is a path', [tree('../a', 'o=a')]],
  ['two trees of one name', [tree('a', 'o=a'), tree('a', 'o=b')]],
  ['two trees at one place', [tree('a', 'o=a'), tree('b', 'O=A')]],
  ['a suffix of another kind', [tree('a', 'cn=a')]],
  ['a suffix that would end its line', [tree('a', 'o=a\nrootpw x')]],
])('%s is refused', (_, trees) => {
  expect(() => checkTrees(trees)).toThrow(expect.objectContaining({ code: 'ENTSYNC_OPTION_INVALID' }));
});
