import { expect, test } from 'vitest';

import { parseJavaSettings } from './find-java.ts';

test('the home and the version are read from what Java prints', () => {
  const text =
    'Property settings:\n    java.home = /usr/lib/jvm/java 17\n    java.specification.version = 17\n\nopenjdk';
  expect(parseJavaSettings(text)).toEqual({ home: '/usr/lib/jvm/java 17', version: 17 });
});

test('Java 8 is older than 17', () => {
  const text = '    java.home = /opt/jre\n    java.specification.version = 1.8\n';
  expect(parseJavaSettings(text).version).toBeLessThan(17);
});

test('what is no Java has no home', () => {
  expect(parseJavaSettings('Unable to locate a Java Runtime.')).toEqual({ home: undefined, version: 0 });
});
