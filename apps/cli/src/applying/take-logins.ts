import type { ApplyProblem } from '@entsync/api-client';

/** Where the password of an adapter's service login comes from. */
export type LoginSource = { readonly adapter: string; readonly path: ApplyProblem['path'] } & (
  { readonly from: 'file'; readonly file: string } | { readonly from: 'prompt' }
);

export interface DocumentWithoutLogins {
  /** As the store takes it: a password never stands in it, not even where one could be found. */
  readonly document: unknown;
  readonly logins: readonly LoginSource[];
  readonly problems: readonly ApplyProblem[];
}

const WANTED = 'must be { passwordFile: FILE }, or: prompt';

/** Takes `login` out of each adapter of a document. Everything else is the store's to check. */
export function takeLogins(content: unknown): DocumentWithoutLogins {
  if (!isRecord(content) || !Array.isArray(content['adapters'])) return { document: content, logins: [], problems: [] };
  const logins: LoginSource[] = [];
  const problems: ApplyProblem[] = [];
  const adapters = content['adapters'].map((adapter: unknown, index) => {
    if (!isRecord(adapter) || !('login' in adapter)) return adapter;
    const { login, ...rest } = adapter;
    const path = ['adapters', index, 'login'];
    const source = readSource(login, String(rest['name']), path);
    if (source === undefined) problems.push({ path, message: WANTED });
    else logins.push(source);
    return rest;
  });
  return { document: { ...content, adapters }, logins, problems };
}

function readSource(login: unknown, adapter: string, path: ApplyProblem['path']): LoginSource | undefined {
  if (login === 'prompt') return { adapter, path, from: 'prompt' };
  if (!isRecord(login) || Object.keys(login).join() !== 'passwordFile') return undefined;
  const file = login['passwordFile'];
  return typeof file === 'string' && file !== '' ? { adapter, path, from: 'file', file } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
