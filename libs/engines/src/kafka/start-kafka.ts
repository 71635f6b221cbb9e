import { join, resolve } from 'node:path';

import type { Engine, EngineOptions } from '../engine.ts';
import { makePrivateFolder } from '../files/make-private-folder.ts';
import { replaceFile } from '../files/replace-file.ts';
import { LOCAL_HOST } from '../network/local-host.ts';
import { nameFullDisk } from '../process/full-disk.ts';
import { pidFileOf } from '../process/pid-file.ts';
import { startServer, type ServerPlan } from '../process/start-server.ts';
import { answersKafka } from './answers-kafka.ts';
import { findJava } from './find-java.ts';
import { formatStorage } from './format-storage.ts';
import { javaArguments } from './java-arguments.ts';
import { serverProperties } from './server-properties.ts';

const DEFAULT_HEAP_MEGABYTES = 512;

export interface KafkaOptions extends EngineOptions {
  /** What `installKafka` resolved to. */
  readonly jarsDir: string;
  /** On 127.0.0.1, beside `port`; for the broker itself. */
  readonly controllerPort: number;
  /** The most that its heap may grow to; 512 when not given. An idle broker takes about 210 MB in all. */
  readonly heapMegabytes?: number;
}

export interface KafkaEngine extends Engine {
  /** As clients want them: `127.0.0.1:9092`. */
  readonly brokers: readonly string[];
}

/** Starts a broker that is its own controller. Resolves when it answers requests; an empty data folder is formatted before. */
export async function startKafka(options: KafkaOptions): Promise<KafkaEngine> {
  const { port, controllerPort } = options;
  const dataDir = resolve(options.dataDir);
  const logDir = join(dataDir, 'log');
  const propertiesFile = join(dataDir, 'server.properties');
  const java = await findJava();
  const args = javaArguments(resolve(options.jarsDir), options.heapMegabytes ?? DEFAULT_HEAP_MEGABYTES);
  const plan: ServerPlan = {
    name: 'Kafka',
    command: java,
    args: [...args, 'kafka.Kafka', propertiesFile],
    folder: dataDir,
    pidFile: pidFileOf(dataDir),
    logFile: options.logFile,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ports: [port, controllerPort],
    stopSignal: 'SIGTERM',
    prepare: async () => {
      await makePrivateFolder(dataDir);
      await replaceFile(propertiesFile, serverProperties({ logDir, port, controllerPort }));
      await formatStorage({ java, javaArguments: args, propertiesFile, logDir });
    },
    answers: () => answersKafka(port),
  };
  const engine = await nameFullDisk(dataDir, () => startServer(plan));
  return { ...engine, brokers: [`${LOCAL_HOST}:${port}`] };
}
