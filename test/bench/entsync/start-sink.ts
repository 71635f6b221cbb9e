import path from 'node:path';

import { enrol, makeEnrolmentToken, ServiceClient } from '@entsync/api-client';
import { chooseFreePorts, pidFileOf, startServer, type Engine } from '@entsync/engines';

import { eventually, type TestSystem } from '../../system/system.ts';
import type { Undo } from '../undo.ts';

const NAME = 'adapter-sink';
const PROGRAM = path.join(import.meta.dirname, '../sink/main.ts');

/** Starts a host of the kind `sink`, enrolled as every host is. Resolves when it is ready. */
export async function startSink(system: TestSystem, undo: Undo, nodeOptions: string): Promise<Engine> {
  const { home, installation } = system;
  const [port = 0] = await chooseFreePorts(1);
  const store = installation.client('mapping-store');
  const identityFile = path.join(home, 'identities', `${NAME}.json`);
  const token = await makeEnrolmentToken(store, { role: 'host', name: NAME, kind: 'sink' });
  await enrol(store, token, identityFile);
  const sink = new ServiceClient({ name: NAME, url: `http://127.0.0.1:${port}` });
  const server = await startServer({
    name: NAME,
    command: process.execPath,
    args: ['--disable-warning=TimeoutNegativeWarning', PROGRAM, `--installation=${home}`],
    folder: home,
    environment: {
      KAFKA_BROKERS: system.run.kafka.brokers.join(','),
      HTTP_PORT: `${port}`,
      ADMIN_TOKEN_FILE: system.run.admin.tokenFile,
      IDENTITY_FILE: identityFile,
      KEYS_DIRECTORY: path.join(home, 'keys'),
      SPOOL_DIRECTORY: path.join(home, 'spool'),
      ...(nodeOptions === '' ? {} : { NODE_OPTIONS: nodeOptions }),
    },
    pidFile: pidFileOf(path.join(home, 'services', NAME)),
    logFile: path.join(home, 'logs', `${NAME}.log`),
    ports: [port],
    stopSignal: 'SIGTERM',
    prepare: () => Promise.resolve(),
    answers: async () => (await sink.health()).state !== 'down',
  });
  undo.add(() => server.stop());
  await eventually('the sink is ready', async () => (await sink.health()).state === 'ready');
  return server;
}
