import type { Measured } from './measure.ts';
import type { Report } from './report.ts';

interface Target {
  readonly text: string;
  readonly isReached: boolean;
}

/** For people: what was measured, and whether it is what EntSync promises. */
export function renderTable(report: Report, { load, cpu }: Measured): string {
  const { limit, entsync, ratio, sealing } = report;
  const rows = [
    ['', 'p50 ms', 'p95 ms', 'p99 ms', 'changes/s'],
    ['bare chain of 3 topics', limit.p50, limit.p95, limit.p99, limit.throughput],
    ['Windows to external', entsync.p50, entsync.p95, entsync.p99, entsync.throughput],
    ['ratio', ratio.p50, '', ratio.p99, ratio.throughput],
  ];
  return [
    '',
    ...rows.map(renderRow),
    '',
    `Sealing on one core: ${sealing.sealsPerSecond} seals/s, ${sealing.opensPerSecond} opens/s`,
    `Load average before: ${load.toFixed(2)}`,
    '',
    'Processor time of a change as fast as it goes, in ms:',
    ...cpu.map(([name, milliseconds]) => `  ${name.padEnd(24)}${milliseconds.toFixed(2)}`),
    '',
    ...targetsOf(report).map(({ text, isReached }) => `${isReached ? 'reached' : 'SHORT  '}  ${text}`),
  ].join('\n');
}

function targetsOf({ entsync, ratio, sealing }: Report): readonly Target[] {
  return [
    { text: 'p50 at most 5 times that of the bare chain', isReached: ratio.p50 <= 5 },
    { text: 'at least 500 changes/s', isReached: entsync.throughput >= 500 },
    { text: 'at least 4,000 seals/s', isReached: sealing.sealsPerSecond >= 4_000 },
    { text: 'at least 5,000 opens/s', isReached: sealing.opensPerSecond >= 5_000 },
  ];
}

function renderRow([name, ...numbers]: readonly (string | number)[]): string {
  return `${`${name}`.padEnd(24)}${numbers.map((each) => `${each}`.padStart(11)).join('')}`;
}
