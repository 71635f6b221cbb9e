import kafkajs, { type Kafka, type LogEntry } from 'kafkajs';

export interface KafkaSettings {
  /** `host:port`. */
  readonly brokers: readonly string[];
  readonly clientId: string;
}

/** Where a library's log line goes. */
export type LogLine = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  facts: Record<string, unknown>,
) => void;

/** What kafkajs says at ERROR while a broker starts, a group forms or a member leaves: expected, and retried by itself. */
const EXPECTED =
  /coordinator|rebalanc|not aware of this member|Connection (error|timeout)|ECONNREFUSED|closed connection|leader/i;

/** Facts of a log entry that may be shown. The error object and its stack are not among them: they may carry what was handled. */
const SHOWN_FACTS = [
  'groupId',
  'topic',
  'partition',
  'broker',
  'clientId',
  'retryCount',
  'retryTime',
  'memberId',
] as const;

/** The only place where a kafkajs client is made. */
export function connectKafka(settings: KafkaSettings, log: LogLine): Kafka {
  return new kafkajs.Kafka({
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: () => (entry) => log(...toLogLine(entry)),
  });
}

function toLogLine({ level, namespace, log }: LogEntry): Parameters<LogLine> {
  const facts = Object.fromEntries(
    SHOWN_FACTS.filter((name) => log[name] !== undefined).map((name) => [name, log[name]]),
  );
  const message = `${namespace}: ${log.message}`;
  if (level === kafkajs.logLevel.ERROR && !EXPECTED.test(message)) return ['error', message, facts];
  if (level === kafkajs.logLevel.ERROR || level === kafkajs.logLevel.WARN) return ['warn', message, facts];
  return ['debug', message, facts];
}
