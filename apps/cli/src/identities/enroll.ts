import { existsSync } from 'node:fs';
import path from 'node:path';

import { enrol, makeEnrolmentToken, type TokenRequest } from '@entsync/api-client';

import { RefusedError } from '../cli.errors.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';

export interface EnrollOptions {
  readonly role: TokenRequest['role'];
  readonly domain?: readonly string[];
  readonly kind?: string;
  /** Where the identity is written; absent: only a token is made. */
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** Makes a one-time token for somebody, and uses it where an identity is wanted at once. */
export async function enroll(session: Session, name: string, options: EnrollOptions): Promise<ExitCode> {
  const { screen } = session;
  const { role, domain, kind, out, force, json } = options;
  if (out !== undefined && existsSync(out) && !force) {
    throw new RefusedError(
      `${out} is there already, and may be somebody's identity; choose another file, or add --force`,
    );
  }
  const store = (await session.installation()).client('mapping-store');
  const request = {
    role,
    name,
    ...(domain === undefined ? {} : { domains: domain }),
    ...(kind === undefined ? {} : { kind }),
  };
  const token = await makeEnrolmentToken(store, request);
  if (out === undefined) {
    if (json) screen.printJson({ name, role, token });
    else screen.print(token);
    if (!json)
      screen.note(`It makes one identity of ${printable(name)}, within the hour. Whoever has it can: keep it secret.`);
    return EXIT.done;
  }
  const identity = await enrol(store, token, path.resolve(out));
  if (json) screen.printJson({ name: identity.principal, role: identity.role, file: path.resolve(out) });
  else screen.print(`${printable(identity.principal)} is enrolled as ${role}; its identity is in ${printable(out)}`);
  return EXIT.done;
}
