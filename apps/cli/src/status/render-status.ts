import type { HostedAdapter, LaneAnswer, SpoolAnswer, TopicAnswer } from '@entsync/api-client';

import { printable } from '../terminal/printable.ts';
import type { Screen, Tone } from '../terminal/screen.ts';
import { renderTable, type Cell } from '../terminal/table.ts';
import type { SystemStatus } from './load-status.ts';

const STATE_TONES: Readonly<Record<string, Tone>> = {
  ready: 'good',
  runs: 'good',
  serving: 'good',
  closed: 'good',
  'not-ready': 'warning',
  'waiting-for-key': 'warning',
  probing: 'warning',
  disabled: 'faint',
  open: 'bad',
  down: 'bad',
  misconfigured: 'bad',
};

/** The whole status, with what a person should look at last. */
export function renderStatus(status: SystemStatus, warnings: readonly string[], screen: Screen): string {
  const adapters = (status.reported ?? []).flatMap((each) => each.adapters);
  const sections = [
    renderServices(status, screen),
    adapters.length === 0 ? '' : renderAdapters(adapters, screen),
    status.lanes === null || status.lanes.length === 0 ? '' : renderLanes(status.lanes, screen),
    status.topics === null ? '' : renderTopics(status.topics, screen),
    renderWarnings(warnings, screen),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function renderServices({ services, processes, reported }: SystemStatus, screen: Screen): string {
  const versions = new Map((reported ?? []).map(({ principal, version }) => [principal, version]));
  const rows = [
    ...services.map(({ name, state, pid, url, problems }) => [
      name,
      toned(state),
      versions.get(name) ?? null,
      pid,
      url,
      Object.values(problems).join('; '),
    ]),
    ...processes.map(({ name, runs, pid }) => [name, toned(runs ? 'runs' : 'down'), null, pid, null, '']),
  ];
  const columns = [
    { title: 'SERVICE' },
    { title: 'STATE' },
    { title: 'VERSION' },
    { title: 'PID', align: 'right' as const },
    { title: 'URL' },
    { title: 'PROBLEM', wraps: true },
  ];
  return renderTable(columns, rows, screen);
}

/** Named adapters, as their hosts report them. */
export function renderAdapters(adapters: readonly HostedAdapter[], screen: Screen): string {
  return renderTable(
    [
      { title: 'ADAPTER' },
      { title: 'STATE' },
      { title: 'SPOOL', align: 'right' },
      { title: 'SHIM' },
      { title: 'PROBLEM', wraps: true },
    ],
    adapters.map(({ name, state, spool, shimAnswers, problem }) => [
      name,
      toned(state),
      spoolCell(spool),
      shimCell(shimAnswers),
      problem ?? '',
    ]),
    screen,
  );
}

function renderLanes(lanes: readonly LaneAnswer[], screen: Screen): string {
  return renderTable(
    [
      { title: 'LANES TO' },
      { title: 'WAITING', align: 'right' },
      { title: 'DISPATCHED', align: 'right' },
      { title: 'RETRYING', align: 'right' },
      { title: 'BREAKER' },
    ],
    lanes.map(({ adapter, waiting, dispatched, retrying, breaker }) => [
      adapter,
      waiting,
      dispatched,
      retrying,
      toned(breaker),
    ]),
    screen,
  );
}

/** Topics with who reads them and how far behind. */
export function renderTopics(topics: readonly TopicAnswer[], screen: Screen): string {
  return renderTable(
    [
      { title: 'TOPIC' },
      { title: 'RECORDS', align: 'right' },
      { title: 'LAG', wraps: true },
      { title: 'DEAD', align: 'right' },
    ],
    topics.map(({ name, records, consumers, deadLetters }) => [
      name,
      records,
      consumers.length === 0 ? null : consumers.map(({ group, lag }) => `${group}: ${lag}`).join(', '),
      deadLetters === 0 ? 0 : { text: `${deadLetters}`, tone: 'bad' },
    ]),
    screen,
  );
}

function renderWarnings(warnings: readonly string[], screen: Screen): string {
  if (warnings.length === 0) return screen.paint('good', 'All is well.');
  return warnings.map((warning) => `${screen.paint('warning', '!')} ${printable(warning)}`).join('\n');
}

function toned(state: string): Cell {
  const tone = STATE_TONES[state];
  return tone === undefined ? state : { text: state, tone };
}

function spoolCell(spool: SpoolAnswer | null): Cell {
  return spool === null ? null : spool.records;
}

function shimCell(shimAnswers: boolean | null): Cell {
  if (shimAnswers === null) return null;
  return shimAnswers ? { text: 'answers', tone: 'good' } : { text: 'down', tone: 'bad' };
}
