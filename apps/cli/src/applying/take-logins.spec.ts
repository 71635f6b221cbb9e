import { describe, expect, it } from 'vitest';

import { takeLogins } from './take-logins.ts';

const documentWith = (login: unknown): unknown => ({
  format: 'entsync-1',
  adapters: [{ name: 'plain' }, { name: 'hr-db', kind: 'postgresql', login }],
});

describe('takeLogins', () => {
  it('takes the file of a password out of what goes to the store', () => {
    expect(takeLogins(documentWith({ passwordFile: 'hr.password' }))).toEqual({
      document: { format: 'entsync-1', adapters: [{ name: 'plain' }, { name: 'hr-db', kind: 'postgresql' }] },
      logins: [{ adapter: 'hr-db', path: ['adapters', 1, 'login'], from: 'file', file: 'hr.password' }],
      problems: [],
    });
  });

  it('knows a login that is to be asked for', () => {
    expect(takeLogins(documentWith('prompt')).logins).toEqual([
      { adapter: 'hr-db', path: ['adapters', 1, 'login'], from: 'prompt' },
    ]);
  });

  it.each([
    ['s3cret'],
    [{ password: 's3cret' }],
    [{ passwordFile: 'f', password: 's3cret' }],
    [{ passwordFile: 7 }],
    [null],
  ])('refuses anything else, a password in the file above all, and neither sends nor quotes it: %j', (login) => {
    const { document, logins, problems } = takeLogins(documentWith(login));
    expect(logins).toEqual([]);
    expect(problems).toEqual([
      { path: ['adapters', 1, 'login'], message: 'must be { passwordFile: FILE }, or: prompt' },
    ]);
    expect(JSON.stringify(document)).not.toContain('s3cret');
  });

  it('leaves what is no such document to the store', () => {
    expect(takeLogins(undefined)).toEqual({ document: undefined, logins: [], problems: [] });
    expect(takeLogins({ adapters: 'x' }).document).toEqual({ adapters: 'x' });
  });
});
