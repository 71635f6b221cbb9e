import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { measure } from './measure.ts';
import { toReport } from './report.ts';
import { renderTable } from './render-table.ts';
import { Undo } from './undo.ts';

const HELP = `Measures EntSync on this machine, beside a bare chain of Kafka topics. Takes a few minutes; needs a quiet machine.

  npm run bench                        prints a table
  npm run bench -- --json FILE         writes the numbers too
  npm run bench -- --profile FOLDER    writes a CPU profile of every service (*.cpuprofile); that slows them down
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'string' }, profile: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    say(HELP);
    return 0;
  }
  const undo = new Undo();
  // Whatever is under way fails when what it needs is gone, and the run ends with that.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void undo.run().catch(() => undefined));
  try {
    const measured = await measure({ undo, say, profiles: values.profile && path.resolve(values.profile) });
    const report = toReport(measured);
    say(renderTable(report, measured));
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
    return 0;
  } finally {
    await undo.run();
  }
}
