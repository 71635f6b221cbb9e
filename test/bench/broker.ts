import path from 'node:path';

import { chooseFreePorts, installKafka, startKafka, type KafkaEngine } from '@entsync/engines';

import type { Undo } from './undo.ts';

const JARS = path.resolve(import.meta.dirname, '../../node_modules/.cache/entsync/kafka_2.13-4.3.1');

/** The broker that `npm start` would start: the same settings, the same durability. */
export async function startBroker(folder: string, undo: Undo): Promise<KafkaEngine> {
  const [port = 0, controllerPort = 0] = await chooseFreePorts(2);
  const kafka = await startKafka({
    jarsDir: await installKafka(JARS),
    dataDir: path.join(folder, 'kafka'),
    logFile: path.join(folder, 'kafka.log'),
    port,
    controllerPort,
  });
  undo.add(() => kafka.stop());
  return kafka;
}
