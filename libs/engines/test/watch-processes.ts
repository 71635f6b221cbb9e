import { Worker } from 'node:worker_threads';

const WATCHER = `
const { readdirSync, readFileSync } = require('node:fs');
const { parentPort, workerData: { secrets, stopped } } = require('node:worker_threads');
const read = (path) => { try { return readFileSync(path, 'latin1'); } catch { return ''; } };
const found = new Set();
let looks = 0;
for (; Atomics.load(stopped, 0) === 0; looks += 1) {
  for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) {
    for (const place of ['cmdline', 'environ']) {
      const text = read('/proc/' + pid + '/' + place);
      if (secrets.some((secret) => text.includes(secret))) found.add(place + ': ' + text);
    }
  }
}
parentPort.postMessage({ looks, found: [...found] });
`;

/** What the watch saw: how often it looked at every process, and the command lines and environments with a secret in them. */
export interface Sighting {
  readonly looks: number;
  readonly found: readonly string[];
}

/** Reads the command line and the environment of every process of this machine, again and again, until told to stop. */
export function watchProcesses(secrets: readonly string[]): () => Promise<Sighting> {
  const stopped = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(WATCHER, { eval: true, workerData: { secrets, stopped } });
  return () =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      Atomics.store(stopped, 0, 1);
    });
}
