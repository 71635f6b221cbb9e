import { EngineError } from '../engine-error.ts';
import { LOCAL_HOST } from '../network/local-host.ts';
import { writeJavaProperties } from './java-property.ts';

const FOURTEEN_DAYS_IN_MINUTES = 20_160;
const SEVEN_DAYS_IN_HOURS = 168;
const SIXTEEN_MEGABYTES = 16_777_216;

export interface BrokerSetup {
  /** Of records and metadata; nothing else may lie in it. */
  readonly logDir: string;
  readonly port: number;
  readonly controllerPort: number;
}

/** The `server.properties` of one node that is broker and controller in one. */
export function serverProperties({ logDir, port, controllerPort }: BrokerSetup): string {
  if (logDir.includes(',')) {
    throw new EngineError('ENTSYNC_OPTION_INVALID', `Kafka parts its folders by commas: rename ${logDir}.`);
  }
  const broker = `PLAINTEXT://${LOCAL_HOST}:${port}`;
  return writeJavaProperties({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${LOCAL_HOST}:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `${broker},CONTROLLER://${LOCAL_HOST}:${controllerPort}`,
    'advertised.listeners': broker,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDir,
    ...RECORDS,
    ...ONE_NODE,
  });
}

const RECORDS = {
  'auto.create.topics.enable': false,
  // The broker's clock is the one that all parts have in common.
  'log.message.timestamp.type': 'LogAppendTime',
  'log.retention.hours': SEVEN_DAYS_IN_HOURS,
  // Records go by age, never because there are many of them.
  'log.retention.bytes': -1,
  // A service that was off for a long weekend, or a fortnight, goes on where it stopped.
  'offsets.retention.minutes': FOURTEEN_DAYS_IN_MINUTES,
};

const ONE_NODE = {
  'default.replication.factor': 1,
  'min.insync.replicas': 1,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 8,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 8,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'group.initial.rebalance.delay.ms': 0,
  // After a crash the new process may not register before the old one's session is over: 9 s and tries 2 s apart by default.
  'broker.session.timeout.ms': 4_000,
  'broker.heartbeat.interval.ms': 500,
  // The default is 128 MB of heap, for compaction of topics that are millions of keys large.
  'log.cleaner.dedupe.buffer.size': SIXTEEN_MEGABYTES,
};
