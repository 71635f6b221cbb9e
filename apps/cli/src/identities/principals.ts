import type { PrincipalAnswer } from '@entsync/api-client';

import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { formatMoment } from '../terminal/format-time.ts';
import { printable } from '../terminal/printable.ts';
import type { Screen } from '../terminal/screen.ts';
import { renderTable, type Cell } from '../terminal/table.ts';

interface Shown {
  readonly json: boolean;
}

/** Whoever has an identity here. */
export async function showPrincipals(session: Session, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  const principals = await (await session.installation()).store().principals();
  if (json) screen.printJson(principals);
  else screen.print(renderPrincipals(principals, screen));
  return EXIT.done;
}

/** What it signs is refused from now on. */
export async function revokePrincipal(session: Session, name: string, { json }: Shown): Promise<ExitCode> {
  const { screen } = session;
  await (await session.installation()).store().revoke(name);
  if (json) screen.printJson({ revoked: name });
  else screen.print(`${printable(name)} is revoked: what it signs is refused from now on.`);
  return EXIT.done;
}

function renderPrincipals(principals: readonly PrincipalAnswer[], screen: Screen): string {
  return renderTable(
    [
      { title: 'NAME' },
      { title: 'ROLE' },
      { title: 'MAY SPEAK FOR', wraps: true },
      { title: 'SINCE' },
      { title: 'STATE' },
    ],
    principals.map(({ name, role, claims, enrolledAt, revokedAt }) => [
      name,
      role,
      describeClaims(claims),
      moment(enrolledAt),
      stateCell(revokedAt),
    ]),
    screen,
  );
}

function describeClaims({ domains, kind, adapter }: PrincipalAnswer['claims']): string {
  const parts = [
    ...(domains === undefined ? [] : [`domains ${domains.join(', ')}`]),
    ...(kind === undefined ? [] : [`adapters of kind ${kind}`]),
    ...(adapter === undefined ? [] : [`adapter ${adapter}`]),
  ];
  return parts.join('; ');
}

function stateCell(revokedAt: string | null): Cell {
  if (revokedAt === null) return { text: 'valid', tone: 'good' };
  return { text: `revoked ${moment(revokedAt)}`, tone: 'bad' };
}

function moment(iso: string): string {
  return formatMoment(Date.parse(iso) * 1_000);
}
