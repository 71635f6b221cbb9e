import { expect, test } from 'vitest';

import { escapeJavaProperty, writeJavaProperties } from './java-property.ts';

test('one line for each property', () => {
  expect(writeJavaProperties({ 'node.id': 1, 'auto.create': false, name: 'a b' })).toBe(
    'node.id=1\nauto.create=false\nname=a b\n',
  );
});

test('a path keeps its backslashes, its umlauts and its leading space', () => {
  expect(escapeJavaProperty(String.raw` C:\Jürgen`)).toBe(String.raw`\ C:\\J\u00fcrgen`);
});

test('a value cannot begin a second line', () => {
  expect(escapeJavaProperty('a\nlisteners=b')).toBe(String.raw`a\nlisteners=b`);
});
