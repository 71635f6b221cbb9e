import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { expect, test } from 'vitest';

import { temporaryFolder } from '../test/temporary-folder.ts';
import { openingOf, SpoolReader, SpoolWriter } from './index.ts';

const SCRIPT = path.join(import.meta.dirname, '../test/write-until-killed.ts');
const FLAGS = ['--conditions=@entsync/source', '--experimental-transform-types', '--no-warnings'];
const MOST = 100_000;

function startWriter(directory: string): ChildProcess {
  return spawn(process.execPath, [...FLAGS, SCRIPT, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Lets a process write, kills it in the midst of it, and tells what it had said by then. */
async function writeAndKill(directory: string, lines: number): Promise<string[]> {
  const writer = startWriter(directory);
  const said: string[] = [];
  const exited = once(writer, 'exit');
  for await (const line of createInterface({ input: writer.stdout! })) {
    said.push(line);
    if (said.length === lines) writer.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return said;
}

const sequencesOf = (said: readonly string[], word: string): number[] =>
  said.filter((line) => line.startsWith(word)).map((line) => Number(line.split(' ')[1]));

test('what a process said to be durable before kill -9 is there after it, whole and in order', async () => {
  const directory = temporaryFolder();
  const said = [...(await writeAndKill(directory, 41)), ...(await writeAndKill(directory, 62))];
  const reader = new SpoolReader(directory);
  const { records, bad } = await reader.read(MOST);
  const undecided = await reader.readUndecided(Number.MAX_SAFE_INTEGER);

  expect([...bad, ...undecided.bad]).toEqual([]);
  const committed = records.map(({ sequence }) => sequence);
  expect(committed).toEqual(committed.toSorted((a, b) => a - b));
  expect(sequencesOf(said, 'committed').filter((sequence) => !committed.includes(sequence))).toEqual([]);
  const known = new Set([...committed, ...undecided.records.map(({ sequence }) => sequence)]);
  expect(sequencesOf(said, 'held').filter((sequence) => !known.has(sequence))).toEqual([]);
});

test('a spool goes on after kill -9, as the same origin and behind everything that was written', async () => {
  const directory = temporaryFolder();
  const said = await writeAndKill(directory, 10);
  const { records } = await new SpoolReader(directory).read(MOST);
  const spool = await SpoolWriter.open(directory, () => 'a new one');
  const { origin, sequence } = spool.nextPlace();
  expect(origin).toBe(records[0]?.origin);
  expect(openingOf(sequence)).toBe(2);
  expect(sequence).toBeGreaterThan(Math.max(...sequencesOf(said, 'held')));
});
