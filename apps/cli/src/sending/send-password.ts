import { setTimeout as sleep } from 'node:timers/promises';

import type { Installation, Timeline } from '@entsync/api-client';
import { machineClocks } from '@entsync/messaging';
import { sealAnnouncement } from '@entsync/producer';
import { loadIdentity, newId, type CapturedPasswords } from '@entsync/secrets';

import { quoteArgument } from '../accounts/quote-argument.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { loadRecipient } from '../passwords/seal-password.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import { checkNoHook } from './check-no-hook.ts';
import { checkWindowsAccount } from './check-windows-account.ts';
import { describeDelivery } from './describe-delivery.ts';
import { followChange, type FollowedChange } from './follow-change.ts';
import { obtainPasswords } from './obtain-passwords.ts';
import { publishChange } from './publish-change.ts';

export interface SendOptions {
  readonly old: boolean;
  /** In seconds; absent: the change is only announced. */
  readonly wait?: number;
  readonly force: boolean;
  readonly identity?: string;
  readonly json: boolean;
}

/** Announces that a Windows account has a new password. */
export async function sendPassword(session: Session, account: string, options: SendOptions): Promise<ExitCode> {
  const domain = checkWindowsAccount(account);
  const installation = await session.installation();
  // Whatever speaks against it is said before anybody types a password.
  if (!options.force) checkNoHook(domain, await installation.store().principals());
  const passwords = await obtainPasswords(session, account, options.old);
  const trackingId = await announce(installation, { account, passwords, identityFile: options.identity });
  if (options.wait === undefined) {
    tellAnnounced(session, account, trackingId, options);
    return EXIT.done;
  }
  if (!options.json) session.screen.print(`Tracking id: ${trackingId}`);
  return wait(session, installation, { account, trackingId, seconds: options.wait, json: options.json });
}

interface Announcement {
  readonly account: string;
  readonly passwords: CapturedPasswords;
  readonly identityFile: string | undefined;
}

async function announce(
  installation: Installation,
  { account, passwords, identityFile }: Announcement,
): Promise<string> {
  try {
    const identity = await loadIdentity(identityFile ?? installation.run.identities.cli);
    const recipient = await loadRecipient(installation.store());
    // Nothing is remembered between two commands: each is an origin of its own, with one change, and has learned no broker time.
    const stamp = { origin: newId(), sequence: 1, capturedAt: machineClocks.wall(), clockOffset: 0 };
    const { trackingId, message } = await sealAnnouncement({ account, ...passwords }, stamp, { identity, recipient });
    await publishChange(installation, message);
    return trackingId;
  } finally {
    passwords.newPassword.wipe();
    passwords.oldPassword?.wipe();
  }
}

function tellAnnounced({ screen }: Session, account: string, trackingId: string, { json }: SendOptions): void {
  if (json) return screen.printJson({ trackingId, account });
  screen.print(`Tracking id: ${trackingId}`);
  screen.note(
    `The new password of ${printable(account)} is announced. What becomes of it: entsync explain ${trackingId}`,
  );
}

interface Waiting {
  readonly account: string;
  readonly trackingId: string;
  readonly seconds: number;
  readonly json: boolean;
}

async function wait(session: Session, installation: Installation, waiting: Waiting): Promise<ExitCode> {
  const { trackingId, seconds, json } = waiting;
  const { screen } = session;
  const store = installation.store();
  const sources = {
    change: () => store.change(trackingId),
    timeline: () => timelineIfKnown(installation, trackingId),
    now: () => performance.now(),
    sleep,
  };
  const followed = await followChange(sources, performance.now() + seconds * 1_000, (delivery) => {
    if (!json) screen.print(describeDelivery(delivery, screen));
  });
  if (json) screen.printJson({ trackingId, account: waiting.account, ...followed });
  else tellVerdict(session, followed, waiting);
  return exitCodeOf(followed);
}

/** What can be followed without it is followed without it. */
async function timelineIfKnown(installation: Installation, trackingId: string): Promise<Timeline | undefined> {
  try {
    const [timeline] = await installation.admin().timelines(trackingId, 1);
    return timeline;
  } catch {
    return undefined;
  }
}

function tellVerdict({ screen }: Session, { verdict, deliveries }: FollowedChange, waiting: Waiting): void {
  const explain = `entsync explain ${waiting.trackingId}`;
  switch (verdict.kind) {
    case 'applied':
      return screen.print(deliveries.length === 1 ? 'The target has it.' : `All ${deliveries.length} targets have it.`);
    case 'nothing-to-do':
      return screen.print(`There was nothing to do. ${printable(verdict.why)} More: ${explain}`);
    case 'not-applied':
      return screen.note(`${printable(verdict.why)} More: ${explain}`);
    case 'under-way':
      for (const delivery of deliveries.filter(({ state }) => state === 'published' || state === 'held-back'))
        screen.print(describeDelivery(delivery, screen));
      return screen.note(`It is still on its way after ${waiting.seconds} s, and goes on by itself. More: ${explain}`);
    case 'undecided':
      return screen.note(
        `The store has not said anything about ${quoteArgument(waiting.account)} after ${waiting.seconds} s. ` +
          `Look with: entsync status, entsync dlq list, ${explain}`,
      );
  }
}

function exitCodeOf({ verdict }: FollowedChange): ExitCode {
  return verdict.kind === 'applied' || verdict.kind === 'nothing-to-do' ? EXIT.done : EXIT.failed;
}
