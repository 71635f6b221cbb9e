import { MICROS_PER_MINUTE, type Micros } from '@entsync/domain';

import { quoteArgument } from '../accounts/quote-argument.ts';
import { durationBetween, formatMoment } from '../terminal/format-time.ts';
import type { SystemStatus } from './load-status.ts';

/** What lies in a spool for longer than this is not on its way. */
const SPOOL_PATIENCE: Micros = MICROS_PER_MINUTE;

/** What a person should look at, each with what to do. None when all is well. */
export function decideWarnings(status: SystemStatus, now: Micros): string[] {
  return [
    ...warnOfServices(status),
    ...warnOfUnknown(status),
    ...warnOfTopics(status),
    ...warnOfLanes(status),
    ...warnOfAdapters(status, now),
    ...(status.secret?.warning === undefined ? [] : [status.secret.warning]),
  ];
}

function warnOfServices({ home, state, services, processes, reported }: SystemStatus): string[] {
  const isStarting = state === 'starting' ? ['It is still starting.'] : [];
  const down = services
    .filter((service) => service.state === 'down')
    .map(({ name }) => `${name} does not answer; its log is ${home}/logs/${name}.log`);
  const ended = processes
    .filter(({ runs }) => !runs)
    .map(({ name }) => `${name} does not run; its log is ${home}/logs/${name}.log`);
  const notReady = services
    .filter((service) => service.state === 'not-ready')
    .map(({ name, problems }) => `${name} is not ready: ${Object.values(problems).join('; ') || 'it gives no reason'}`);
  const silent = (reported ?? [])
    .filter(({ isSilent }) => isSilent)
    .map(({ principal, lastSeenAt }) => `${principal} has not been heard of since ${formatMoment(lastSeenAt)}.`);
  return [...isStarting, ...down, ...ended, ...notReady, ...silent];
}

function warnOfUnknown({ topics, lanes, secret }: SystemStatus): string[] {
  return [
    ...(topics === null ? ['Topics, dead letters and spools are not known: admin does not answer.'] : []),
    ...(lanes === null ? ['Lanes are not known: sync-router does not answer.'] : []),
    ...(secret === null ? ['Whether the master secret has a backup is not known: mapping-store does not answer.'] : []),
  ];
}

function warnOfTopics({ topics }: SystemStatus): string[] {
  const open = (topics ?? []).reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  return open === 0 ? [] : [`${open} dead ${open === 1 ? 'letter is' : 'letters are'} open: entsync dlq list`];
}

function warnOfLanes({ lanes }: SystemStatus): string[] {
  return (lanes ?? [])
    .filter(({ breaker }) => breaker !== 'closed')
    .map(({ adapter, openUntil }) => {
      const until = openUntil === undefined ? '' : ` until ${formatMoment(openUntil)}`;
      return `Deliveries to ${adapter} pause${until}; ask it why: entsync adapter check ${quoteArgument(adapter)}`;
    });
}

function warnOfAdapters({ reported }: SystemStatus, now: Micros): string[] {
  return (reported ?? [])
    .flatMap(({ adapters }) => adapters)
    .flatMap(({ name, problem, shimAnswers, spool }) => [
      ...(problem === null ? [] : [`${name}: ${problem}`]),
      ...(shimAnswers === false
        ? [`The capture shim of ${name} does not answer; the directory refuses writes until it is back.`]
        : []),
      ...(spool?.oldestAt !== undefined && now - spool.oldestAt > SPOOL_PATIENCE
        ? [`Changes captured by ${name} have been waiting in its spool for ${durationBetween(spool.oldestAt, now)}.`]
        : []),
    ]);
}
