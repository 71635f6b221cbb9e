#!/usr/bin/env node
// Runs with whatever Node somebody has, from 20 on: hands over to the Node of this project when that one is too old.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_NODE = 24;
const FAILED = 1;
const MAIN = new URL('../dist/main.js', import.meta.url);

if (!existsSync(MAIN)) fail('EntSync is not built yet; run: npm run build (npm start does it too)');
else if (major(process.versions.node) >= NEEDED_NODE) await import(MAIN.href);
else handOver();

function handOver() {
  const node = findNode();
  if (node === undefined) {
    fail(
      `entsync needs Node ${NEEDED_NODE}, and this is ${process.versions.node}; run: npm install, or install a newer Node`,
    );
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child as well: it says good-bye, and we end when it has.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', () => fail(`${node} cannot be started; remove node_modules and run: npm install`));
  child.once('exit', (code) => process.exit(code ?? FAILED));
}

/** The Node that npm installs with EntSync, by the package `node`. */
function findNode() {
  try {
    const file = createRequire(import.meta.url).resolve('node/package.json');
    const { bin, version } = JSON.parse(readFileSync(file, 'utf8'));
    return major(version) >= NEEDED_NODE ? path.join(path.dirname(file), bin.node) : undefined;
  } catch {
    return undefined;
  }
}

function major(version) {
  return Number(version.split('.')[0]);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = FAILED;
}
