import { describe, expect, it } from 'vitest';

import { ConfigurationDocument, writePath } from './parse-configuration.ts';

const TEXT = `format: entsync-1
# People come later.
adapters:
  - name: hr-db
    kind: postgresql
    settings:
      host: 10.0.0.1
      port: many
  - name: staff
    kind: ldap
mappings:
  - { windows: 'CORP\\ann', application: HR, account: ann }
`;

describe('ConfigurationDocument', () => {
  const document = ConfigurationDocument.parse('entsync.yaml', TEXT);

  it('reads the document', () => {
    expect(document.content).toMatchObject({ format: 'entsync-1', adapters: [{ name: 'hr-db' }, { name: 'staff' }] });
  });

  it.each([
    [['format'], { line: 1, column: 9 }],
    [['adapters', 0, 'settings', 'port'], { line: 8, column: 13 }],
    [['adapters', 1, 'kind'], { line: 10, column: 11 }],
    [['mappings', 0, 'account'], { line: 12, column: 54 }],
  ])('knows the line and column of %j', (path, place) => {
    expect(document.place(path)).toEqual(place);
  });

  it('names the element around what is missing', () => {
    expect(document.place(['adapters', 1, 'settings', 'url'])).toEqual({ line: 9, column: 5 });
    expect(document.place(['system'])).toEqual({ line: 1, column: 1 });
    expect(document.place([])).toEqual({ line: 1, column: 1 });
  });

  it('describes a problem as compilers do, with the event where there is one', () => {
    expect(document.describe({ path: ['adapters', 1, 'kind'], message: 'there is no host', eventId: 10822 })).toBe(
      'entsync.yaml:10:11: adapters[1].kind: there is no host (event 10822)',
    );
  });

  it('refuses what is no YAML, with every place', () => {
    expect(() => ConfigurationDocument.parse('bad.yaml', 'a: [1\nb: "x\n')).toThrow(/^bad\.yaml:\d+:\d+: /);
  });

  it('refuses a key that stands there twice', () => {
    expect(() => ConfigurationDocument.parse('bad.yaml', 'a: 1\na: 2\n')).toThrow(/^bad\.yaml:2:1: .*unique/i);
  });
});

describe('writePath', () => {
  it('writes a path as people know it', () => {
    expect(writePath(['adapters', 0, 'settings', 'host'])).toBe('adapters[0].settings.host');
  });
});
