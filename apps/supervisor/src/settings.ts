import { brokerList, defineSettings } from '@entsync/config';
import { z } from 'zod';

const nothingOr = <T>(schema: z.ZodType<T, string>): z.ZodType<T | undefined, string> =>
  z.string().transform((written, context) => {
    if (written === '') return undefined;
    const parsed = schema.safeParse(written);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const databaseUrl = z
  .string()
  .regex(
    /^postgres(?:ql)?:\/\/[^/@\s]+@[^/\s]+\/[^/\s]+$/,
    'must be postgresql://administrator:password@host:port/database',
  );

/** What an installation on one machine can be told. Without anything it brings what it needs. */
export const supervisorSettings = defineSettings({
  ENTSYNC_HOME: {
    meaning: 'Where all state of the installation lies; .entsync beside the sources when not given.',
    schema: z.string(),
    default: '',
    example: '/var/lib/entsync',
  },
  KAFKA_BROKERS: {
    meaning: 'Brokers that are there already; without them a Kafka is started.',
    schema: nothingOr(brokerList),
    default: '',
    example: 'kafka-1:9092,kafka-2:9092',
  },
  DATABASE_URL: {
    meaning:
      'A database that is there already, with a login that may make roles and schemas; without it a PostgreSQL is started.',
    schema: nothingOr(databaseUrl),
    default: '',
    example: 'postgresql://postgres:...@db:5432/entsync',
  },
  ENTSYNC_NODE_OPTIONS: {
    meaning: 'Options for the Node of each service, for those who look into one.',
    schema: z.string(),
    default: '',
    example: '--cpu-prof --cpu-prof-dir=/tmp/profiles',
  },
});
