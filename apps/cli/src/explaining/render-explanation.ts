import {
  type ChangeAnswer,
  type DeliveryAnswer,
  type PersonAnswer,
  type TargetAnswer,
  type Timeline,
  type TimelineStep,
} from '@entsync/api-client';
import { eventKindById } from '@entsync/entsso';

import { adviseDelivery } from '../accounts/advise.ts';
import { durationBetween, formatClock, formatMoment } from '../terminal/format-time.ts';
import { printable } from '../terminal/printable.ts';
import type { Screen, Tone } from '../terminal/screen.ts';
import { renderTable, type Cell } from '../terminal/table.ts';
import type { Explanation } from './load-explanation.ts';

const DELIVERY_TONES: Readonly<Partial<Record<DeliveryAnswer['state'], Tone>>> = {
  applied: 'good',
  parked: 'bad',
  refused: 'bad',
  expired: 'bad',
  'held-back': 'warning',
  published: 'warning',
};

/** What happened, and what holds now: the one answer. */
export function renderExplanation(explanation: Explanation, screen: Screen): string {
  const { people, change, timelines, unknown } = explanation;
  const sections = [
    ...people.map((person) => renderPerson(person, screen)),
    ...(change === undefined ? [] : [renderChange(change.changes, change.deliveries, screen)]),
    ...timelines.map((timeline) => renderTimeline(timeline, screen)),
    ...unknown.map((sentence) => `${screen.paint('warning', '!')} ${printable(sentence)}`),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function renderPerson(person: PersonAnswer, screen: Screen): string {
  const { windowsAccount, windowsPasswordSince, targets, deliveries } = person;
  const since =
    windowsPasswordSince === null
      ? 'no Windows password is stored'
      : `Windows password stored since ${formatMoment(windowsPasswordSince)}`;
  const head = `${screen.paint('strong', printable(windowsAccount))}  ${since}`;
  if (targets.length === 0) return `${head}\nNobody is mapped to it: nothing follows it.`;
  const rows = targets.map((target) => {
    const delivery = newestTo(target, deliveries);
    return [`${target.adapter ?? target.application}/${target.account}`, ...stateCells(target, delivery)];
  });
  const table = renderTable(
    [{ title: 'TARGET', wraps: true }, { title: 'STORED SINCE' }, { title: 'STATE' }, { title: 'WHY', wraps: true }],
    rows,
    screen,
  );
  const newest = targets.map((target) => newestTo(target, deliveries)).filter((delivery) => delivery !== undefined);
  return [head, table, ...renderAdvice(newest)].join('\n');
}

/** They come newest first. */
function newestTo(
  { adapter, account }: TargetAnswer,
  deliveries: readonly DeliveryAnswer[],
): DeliveryAnswer | undefined {
  return deliveries.find((delivery) => delivery.adapter === adapter && delivery.account === account);
}

function stateCells(target: TargetAnswer, delivery: DeliveryAnswer | undefined): Cell[] {
  const since = target.storedSince === null ? null : formatMoment(target.storedSince);
  const disabled = disabledPart(target);
  if (disabled !== undefined) return [since, { text: 'disabled', tone: 'faint' }, `${disabled} is disabled`];
  if (delivery === undefined) return [since, 'nothing owed', ''];
  return [since, deliveryCell(delivery), whyOf(delivery)];
}

function disabledPart({ mappingEnabled, applicationEnabled, adapterEnabled }: TargetAnswer): string | undefined {
  if (!mappingEnabled) return 'its mapping';
  if (!applicationEnabled) return 'its application';
  return adapterEnabled === false ? 'its adapter' : undefined;
}

function deliveryCell({ state }: DeliveryAnswer): Cell {
  const tone = DELIVERY_TONES[state];
  return tone === undefined ? state : { text: state, tone };
}

function whyOf({ state, appliedAt, changedAt, failure, reason }: DeliveryAnswer): string {
  if (state === 'applied') return appliedAt === null ? '' : `after ${durationBetween(changedAt, appliedAt)}`;
  return [failure, reason].filter((part) => part !== null).join(': ');
}

function renderAdvice(deliveries: readonly DeliveryAnswer[]): string[] {
  return deliveries.flatMap((delivery) => {
    const advice = adviseDelivery(delivery);
    const target = printable(`${delivery.adapter}/${delivery.account}`);
    return advice === undefined ? [] : [`→ ${target}: ${advice}`];
  });
}

function renderChange(changes: readonly ChangeAnswer[], deliveries: readonly DeliveryAnswer[], screen: Screen): string {
  const lines = changes.map(
    ({ windowsAccount, system, account, state, eventId, principal, changedAt }) =>
      `${screen.paint('strong', printable(windowsAccount ?? `${system}/${account}`))}  changed ${formatMoment(changedAt)}, ` +
      `announced by ${printable(principal)}: ${state}. ${meaningOf(eventId)}`,
  );
  if (deliveries.length === 0) return lines.join('\n');
  const table = renderTable(
    [
      { title: 'TARGET', wraps: true },
      { title: 'STATE' },
      { title: 'REVISION', align: 'right' },
      { title: 'WHY', wraps: true },
    ],
    deliveries.map((delivery) => [
      `${delivery.adapter}/${delivery.account}`,
      deliveryCell(delivery),
      delivery.revision,
      whyOf(delivery),
    ]),
    screen,
  );
  return [...lines, table, ...renderAdvice(deliveries)].join('\n');
}

function meaningOf(eventId: number): string {
  return `${eventKindById(eventId)?.meaning ?? ''} (event ${eventId})`;
}

/** Every step of one change, oldest first, with the time since the first one. */
function renderTimeline({ trackingId, windowsAccount, startedAt, steps }: Timeline, screen: Screen): string {
  const head = `${screen.paint('strong', `Change ${printable(trackingId)}`)}  ${printable(windowsAccount ?? '')}  ${formatMoment(startedAt)}`;
  const table = renderTable(
    [
      { title: 'TIME' },
      { title: 'SINCE', align: 'right' },
      { title: 'WHO' },
      { title: 'WHERE', wraps: true },
      { title: 'EVENT', align: 'right' },
      { title: 'WHAT', wraps: true },
    ],
    steps.map((step) => [
      formatClock(step.at),
      durationBetween(startedAt, step.at),
      step.service,
      whereOf(step),
      { text: `${step.eventId}`, tone: toneOf(step) },
      whatOf(step),
    ]),
    screen,
  );
  return `${head}\n${table}`;
}

function whereOf({ system, account }: TimelineStep): string | null {
  if (system === null) return account;
  if (account === null) return system;
  return system === 'windows' ? account : `${system}/${account}`;
}

/** Facts that tell why, where the sentence does not say them. */
function whatOf({ text, parameters }: TimelineStep): string {
  const { failure, errorCode, reason } = parameters;
  const facts = [failure, errorCode, reason]
    .filter((fact) => fact !== undefined && fact !== '')
    .map(String)
    .filter((fact) => !text.includes(fact));
  return facts.length === 0 ? text : `${text} (${facts.join(', ')})`;
}

function toneOf({ severity }: TimelineStep): Tone {
  switch (severity) {
    case 'info':
      return 'faint';
    case 'warn':
      return 'warning';
    case 'error':
      return 'bad';
  }
}
