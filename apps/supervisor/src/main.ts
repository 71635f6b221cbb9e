import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { ConfigurationError, readConfiguration } from '@entsync/config';
import { EngineError } from '@entsync/engines';

import { startDetached } from './detach.ts';
import type { Installation, InstallationOptions } from './installation.ts';
import { makeProgress } from './progress.ts';
import { supervisorSettings } from './settings.ts';
import { startInstallation, stopInstallation } from './start.ts';
import { stopRunning } from './stop.ts';
import { summarize } from './summary.ts';
import { SupervisorError } from './supervisor-error.ts';

const HELP = `Runs EntSync on this machine.

  npm start                  starts everything here; Ctrl-C stops it
  npm start -- --detach      returns when all is ready; stop it with npm stop
  npm start -- --lab         adds an OpenLDAP server with two trees (Debian, root)
  npm stop                   stops what --detach has started

State and logs lie in .entsync beside the sources; ENTSYNC_HOME names another folder, and a second folder is a second installation.
KAFKA_BROKERS (host:port, several with commas) and DATABASE_URL (postgresql://administrator:password@host:port/database) name a Kafka
and a PostgreSQL that are there already; without them both are started.
`;

const SOURCES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const STANDARD_HOME = path.join(SOURCES, '.entsync');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`\n${explain(error)}\n`);
  process.exit(1);
}

async function run(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { detach: { type: 'boolean' }, lab: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [command = 'start'] = positionals;
  if (values.help === true || !['start', 'stop'].includes(command)) {
    say(HELP);
    return values.help === true ? 0 : 2;
  }
  const options = readOptions(values.lab === true);
  if (command === 'stop') return stop(options);
  if (values.detach === true) {
    await startDetached(options.home, options.lab ? ['--lab'] : [], (text) => process.stdout.write(text));
    return 0;
  }
  return start(options);
}

function readOptions(lab: boolean): InstallationOptions {
  const { ENTSYNC_HOME, KAFKA_BROKERS, DATABASE_URL, ENTSYNC_NODE_OPTIONS } = readConfiguration(
    'entsync',
    supervisorSettings,
  );
  const home = ENTSYNC_HOME === '' ? STANDARD_HOME : path.resolve(ENTSYNC_HOME);
  return { home, lab, brokers: KAFKA_BROKERS, database: DATABASE_URL, nodeOptions: ENTSYNC_NODE_OPTIONS };
}

async function stop({ home }: InstallationOptions): Promise<number> {
  if (!(await stopRunning(home, makeProgress(say)))) say(`Nothing runs in ${home}.`);
  return 0;
}

/** Resolves when everything has stopped again. */
async function start(options: InstallationOptions): Promise<number> {
  const progress = makeProgress(say);
  const asked = Promise.withResolvers<void>();
  let opened: Installation | undefined;
  let isAsked = false;
  const end = (): void => {
    isAsked = true;
    asked.resolve();
    // While it is still starting, that is given up as soon as possible.
    if (opened !== undefined) void opened.supervision.end();
  };
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
  const installation = await startInstallation(options, progress, (each) => (opened = each)).catch((error: unknown) => {
    if (isAsked) return undefined;
    throw error;
  });
  if (installation === undefined) return 0;
  say(await summarize(installation, STANDARD_HOME));
  await asked.promise;
  await stopInstallation(installation);
  return 0;
}

/** Mistakes of the program are shown in full; what a person can cure, in one sentence. */
function explain(error: unknown): string {
  if (error instanceof EngineError)
    return `${error.message}${error.logTail === undefined ? '' : `\n\n${error.logTail}`}`;
  if (error instanceof SupervisorError || error instanceof ConfigurationError) return error.message;
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `${error.message}\n\n${HELP}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
