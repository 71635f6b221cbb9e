import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { prepareMachine } from './left-out.ts';
import { countTests, runProject, type Totals } from './run-vitest.ts';

/** In this order: what fails soonest comes first. */
const PROJECTS = ['unit', 'integration', 'e2e'];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const asked = process.argv.slice(2);
const unknown = asked.filter((project) => !PROJECTS.includes(project));
if (unknown.length > 0) {
  say(`There are no tests ${unknown.join(', ')}; there are: ${PROJECTS.join(', ')}`);
  process.exit(2);
}
process.exitCode = (await run(asked.length === 0 ? PROJECTS : asked)) ? 0 : 1;

/** Runs every test. Resolves to whether all of them passed, and in CI: all of them ran. */
async function run(projects: readonly string[]): Promise<boolean> {
  const leftOut = projects.every((project) => project === 'unit') ? { files: [], why: '' } : await prepareMachine(say);
  const folder = await mkdtemp(path.join(tmpdir(), 'entsync-tests-'));
  let totals: Totals = { passed: 0, failed: 0, skipped: await countTests(leftOut.files) };
  for (const project of projects) {
    const { passed, failed, skipped } = await runProject(project, leftOut.files, folder);
    totals = { passed: totals.passed + passed, failed: totals.failed + failed, skipped: totals.skipped + skipped };
  }
  await rm(folder, { recursive: true, force: true });
  if (leftOut.why !== '') say(leftOut.why);
  const { passed, failed, skipped } = totals;
  say(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
  return failed === 0 && (skipped === 0 || process.env['CI'] === undefined);
}
