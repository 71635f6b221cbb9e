import { brokerList, defineSettings, logLevel, port, text } from '@entsync/config';

/** What every service must be told. */
export const serviceSettings = defineSettings({
  KAFKA_BROKERS: {
    meaning: 'The brokers, host:port, several with commas.',
    schema: brokerList,
    example: 'kafka-1:9092,kafka-2:9092',
  },
  HTTP_HOST: {
    meaning: 'The address on which health, metrics and administration answer.',
    schema: text,
    default: '127.0.0.1',
  },
  HTTP_PORT: {
    meaning: 'The port on which health, metrics and administration answer; 0 for any free one.',
    schema: port,
    default: '0',
  },
  ADMIN_TOKEN_FILE: {
    meaning: 'A file with the bearer token that administration asks for; readable by its owner only.',
    schema: text,
    fromFile: true,
    example: '/etc/entsync/admin-token',
  },
  LOG_LEVEL: { meaning: 'What is logged: debug, info, warn or error.', schema: logLevel, default: 'info' },
});
