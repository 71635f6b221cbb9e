import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Runs the tests of one project and counts them from vitest's own report. */
export async function runProject(project: string, leftOut: readonly string[], folder: string): Promise<Totals> {
  const reportFile = path.join(folder, `${project}.json`);
  const code = await vitest([
    'run',
    `--project=${project}`,
    ...leftOut.map((pattern) => `--exclude=${pattern}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]);
  const report = await readReport(reportFile);
  // A run that broke before it could report has failed, and not with zero failures.
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const totals = count(report);
  return code === 0 || totals.failed > 0 ? totals : { ...totals, failed: 1 };
}

/** How many tests the files that are left out hold. */
export async function countTests(patterns: readonly string[]): Promise<number> {
  if (patterns.length === 0) return 0;
  const listed = await list(patterns.map((pattern) => pattern.replaceAll(/\*.*$/g, '')));
  return listed.length;
}

function count({ testResults, ...numbers }: Report): Totals {
  // A file that cannot even be loaded holds no failed test, and is one.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((each) => each.status !== 'failed'),
  );
  return {
    passed: numbers.numPassedTests,
    failed: numbers.numFailedTests + broken.length,
    skipped: numbers.numPendingTests + numbers.numTodoTests,
  };
}

async function vitest(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [VITEST, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

async function list(filters: readonly string[]): Promise<readonly unknown[]> {
  const child = spawn(
    process.execPath,
    [VITEST, 'list', '--json', '--project=integration', '--project=e2e', ...filters],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'exit');
  return JSON.parse(Buffer.concat(chunks).toString()) as readonly unknown[];
}

async function readReport(file: string): Promise<Report | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Report);
}
