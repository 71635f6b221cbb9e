import type { PrincipalAnswer } from '@entsync/api-client';
import { describe, expect, it } from 'vitest';

import { checkNoHook } from './check-no-hook.ts';
import { checkWindowsAccount } from './check-windows-account.ts';

describe('checkWindowsAccount', () => {
  it('answers the domain', () => {
    expect(checkWindowsAccount('CORP\\ann')).toBe('CORP');
  });

  it.each(['CORPann', 'ann@corp.example', 'hr/ann', 'CORP\\'])('refuses %s and says how to write it', (written) => {
    expect(() => checkWindowsAccount(written)).toThrow("entsync send 'CORP\\ann'");
  });
});

describe('checkNoHook', () => {
  const hook: PrincipalAnswer = {
    name: 'dc1',
    role: 'hook',
    claims: { domains: ['corp'] },
    enrolledAt: '2026-01-01T00:00:00Z',
    revokedAt: null,
  };

  it('refuses where a hook captures the changes of the domain, in any case of letters', () => {
    expect(() => checkNoHook('CORP', [hook])).toThrow(/^The hook dc1 captures the changes of CORP.*--force$/s);
  });

  it('lets pass where there is none, it is revoked, it is for another domain, or it is no hook', () => {
    const others = [
      { ...hook, revokedAt: '2026-02-01T00:00:00Z' },
      { ...hook, claims: { domains: ['LAB'] } },
      { ...hook, role: 'producer' },
    ];
    expect(() => checkNoHook('CORP', others)).not.toThrow();
  });
});
