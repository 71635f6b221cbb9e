import {
  InstallationError,
  ServiceError,
  type Installation,
  type PersonAnswer,
  type Timeline,
  type TrackedChange,
} from '@entsync/api-client';

import { RefusedError } from '../cli.errors.ts';

/** All that is known about a name: of an account, or of one change. */
export interface Explanation {
  /** The people whom the account belongs to, as the store knows them now. */
  readonly people: readonly PersonAnswer[];
  /** Where a tracking id was given: that change. */
  readonly change?: TrackedChange;
  readonly timelines: readonly Timeline[];
  /** Of whoever did not answer. */
  readonly unknown: readonly string[];
}

const TRACKING_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const NOT_THERE = new Set([400, 404]);

/** Asks the store what holds now, and `admin` what happened. Throws {@link RefusedError} when neither knows anything. */
export async function loadExplanation(installation: Installation, name: string, limit: number): Promise<Explanation> {
  const unknown: string[] = [];
  const timelines = await orNothing('What happened', unknown, () => installation.admin().timelines(name, limit), []);
  const explanation: Omit<Explanation, 'timelines' | 'unknown'> = TRACKING_ID.test(name)
    ? { people: [], ...(await loadChange(installation, name.toLowerCase(), unknown)) }
    : { people: await loadPeople(installation, name, timelines, unknown) };
  const isEmpty =
    explanation.people.length === 0 && timelines.length === 0 && (explanation.change?.changes.length ?? 0) === 0;
  if (isEmpty && unknown.length === 0) {
    throw new RefusedError(
      `Nothing is known of ${name}. Write a Windows account as 'DOMAIN\\user', an external one as adapter/account, or a tracking id.`,
    );
  }
  return { ...explanation, timelines, unknown };
}

async function loadChange(
  installation: Installation,
  trackingId: string,
  unknown: string[],
): Promise<{ change?: TrackedChange }> {
  const change = await orNothing('What is owed', unknown, () => installation.store().change(trackingId), undefined);
  return change === undefined ? {} : { change };
}

/** Where only an account without its adapter was written, the store asks for more: what happened tells whose account it is. */
async function loadPeople(
  installation: Installation,
  name: string,
  timelines: readonly Timeline[],
  unknown: string[],
): Promise<readonly PersonAnswer[]> {
  const load = (account: string): Promise<readonly PersonAnswer[]> =>
    orNothing('What holds now', unknown, () => installation.store().people(account), []);
  const known = await load(name);
  const owner = timelines.find(({ windowsAccount }) => windowsAccount !== null)?.windowsAccount;
  if (known.length > 0 || owner === undefined || owner === null || unknown.length > 0) return known;
  return load(owner);
}

async function orNothing<T>(what: string, unknown: string[], load: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof ServiceError || error instanceof InstallationError)) throw error;
    const isNotThere = error instanceof ServiceError && NOT_THERE.has(error.status);
    if (!isNotThere) unknown.push(`${what} is not known: ${error.message}`);
    return nothing;
  }
}
