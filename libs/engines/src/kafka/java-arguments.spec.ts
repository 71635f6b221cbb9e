import { expect, test } from 'vitest';

import { javaArguments } from './java-arguments.ts';

test('the heap is as large as asked for, and starts at no more than that', () => {
  expect(javaArguments('/jars', 1024)).toEqual(expect.arrayContaining(['-Xmx1024m', '-Xms256m']));
  expect(javaArguments('/jars', 192)).toEqual(expect.arrayContaining(['-Xmx192m', '-Xms192m']));
});

test('every jar of the folder is on the class path', () => {
  expect(javaArguments('/jars', 512).slice(-2)).toEqual(['-cp', '/jars/*']);
});
