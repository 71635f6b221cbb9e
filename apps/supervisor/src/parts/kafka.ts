import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { installKafka, pidFileOf, startKafka } from '@entsync/engines';

import type { Home } from '../home/home.ts';
import { portOf, type Ports } from '../home/ports.ts';
import type { Unit } from '../supervision/unit.ts';

/** Kafka's jars are the same for all installations of a checkout. */
const JARS = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../../../node_modules/.cache/entsync/kafka_2.13-4.3.1',
);

export const KAFKA_PORTS = ['kafka', 'kafka-controller'];

/** A single broker of our own. Fetches Kafka where it is missing. */
export function kafkaUnit(home: Home, ports: Ports, tell: (what: string) => void): Unit {
  const dataDir = home.in('kafka');
  return {
    name: 'kafka',
    stage: 'engine',
    pidFile: pidFileOf(dataDir),
    start: async (signal) =>
      startKafka({
        jarsDir: await installKafka(JARS, tell),
        dataDir,
        signal,
        port: portOf(ports, 'kafka'),
        controllerPort: portOf(ports, 'kafka-controller'),
        logFile: home.logFile('kafka'),
      }),
  };
}
