// Runs with whatever Node somebody has, from 20 on: brings everything else, then hands over to the Node of this project.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const MODULES = path.join(ROOT, 'node_modules');
const NODE = path.join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const LEAST_NODE = 20;

const [program, ...args] = process.argv.slice(2);
if (program === undefined) fail('Name the program to run, such as apps/supervisor/dist/main.js.');
if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
  fail(
    `EntSync needs Node ${LEAST_NODE} or newer to begin with, and this is ${process.versions.node}: install a newer Node.`,
  );
}
if (!isInstalled()) install();
build();
hand(path.join(ROOT, program), args);

/** What npm has installed is as new as what is asked for. */
function isInstalled() {
  const installed = path.join(MODULES, '.package-lock.json');
  if (!existsSync(installed) || !existsSync(NODE)) return false;
  return statSync(installed).mtimeMs >= statSync(path.join(ROOT, 'package-lock.json')).mtimeMs - 1;
}

function install() {
  say('Installing dependencies (once; about 250 MB) ...');
  run(
    'npm',
    ['ci'],
    'The dependencies could not be installed: check the network, or the registry in your npm configuration, and try again.',
  );
}

function build() {
  const isFirst = !existsSync(path.join(ROOT, 'apps', 'supervisor', 'dist', 'main.js'));
  if (isFirst) say('Building ...');
  run(
    NODE,
    [path.join(MODULES, 'typescript', 'bin', 'tsc'), '-b', ROOT],
    'EntSync could not be built; the lines above say where.',
  );
}

function run(command, commandArgs, cure) {
  const begin = Date.now();
  const { status, error } = spawnSync(command, commandArgs, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined || status !== 0) fail(cure);
  if (Date.now() - begin > 5_000) say(`  done in ${((Date.now() - begin) / 1_000).toFixed(1)} s`);
}

/** Ctrl-C reaches the child as well: it stops in order, and we end when it has. */
function hand(file, fileArgs) {
  const env = { ...process.env, PATH: `${path.join(MODULES, '.bin')}${path.delimiter}${process.env.PATH}` };
  // kafkajs computes timeouts in the past; Node rounds them up and says so each time.
  const options = ['--disable-warning=TimeoutNegativeWarning'];
  const child = spawn(NODE, [...options, file, ...fileArgs], { stdio: 'inherit', env });
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', () => fail(`${NODE} cannot be started: remove node_modules and try again.`));
  child.once('exit', (code, signal) => process.exit(signal === null ? code : 1));
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
