import { MICROS_PER_HOUR, type Micros } from '@entsync/domain';

/** Account-keyed topics have this many partitions, for ever: the same key lies on the same partition of each of them. */
export const ACCOUNT_PARTITIONS = 12;

export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** How long records stay: see {@link flowRetention}; a month; or until there is a newer one of their key. */
  readonly retention: 'flow' | 'month' | 'compacted';
  readonly from: string;
  readonly to: string;
  readonly key: string;
  readonly carries: string;
}

const WEEK: Micros = 7 * 24 * MICROS_PER_HOUR;

/** How long records of flow topics stay: as long as a change may live, twice, and a week. */
export function flowRetention(syncAge: Micros): Micros {
  return 2 * syncAge + WEEK;
}

export const WINDOWS_TO_EXTERNAL = 'windows-to-external';
export const EXTERNAL_TO_WINDOWS_FULL = 'external-to-windows-full';
export const EXTERNAL_TO_WINDOWS_PARTIAL = 'external-to-windows-partial';
export const DELIVERIES = 'deliveries';
export const DELIVERY_OUTCOMES = 'delivery-outcomes';
export const ADAPTER_STATUS = 'adapter-status';
export const CONFIGURATION = 'configuration';
export const SYNC_EVENTS = 'sync-events';

const flow = { partitions: ACCOUNT_PARTITIONS, cleanup: 'delete', retention: 'flow' } as const;

/** Every topic that is always there. */
export const TOPICS: readonly TopicDefinition[] = [
  {
    ...flow,
    name: WINDOWS_TO_EXTERNAL,
    from: 'hooks, gateways, other producers',
    to: 'store',
    key: 'domain\\user',
    carries: 'a Windows password change, sealed to the store, signed by its producer',
  },
  {
    ...flow,
    name: EXTERNAL_TO_WINDOWS_FULL,
    from: 'adapters',
    to: 'store',
    key: 'adapter/account',
    carries: 'an external change that must also change the Windows password',
  },
  {
    ...flow,
    name: EXTERNAL_TO_WINDOWS_PARTIAL,
    from: 'adapters',
    to: 'store',
    key: 'adapter/account',
    carries: 'an external change that updates the store only',
  },
  {
    ...flow,
    name: DELIVERIES,
    from: 'store',
    to: 'router',
    key: 'adapter/account',
    carries: 'make this account have this password, sealed to the adapter; or: nothing so old may be sent any more',
  },
  {
    ...flow,
    name: DELIVERY_OUTCOMES,
    from: 'adapters, router',
    to: 'router, store',
    key: 'adapter/account',
    carries: 'applied, or not, with class and reason; authenticated to the store',
  },
  {
    name: ADAPTER_STATUS,
    partitions: 1,
    cleanup: 'delete',
    retention: 'flow',
    from: 'adapters, hooks, router',
    to: 'store, admin',
    key: 'principal',
    carries: 'heartbeat, version, spool depth, recipient keys',
  },
  {
    name: CONFIGURATION,
    partitions: 1,
    cleanup: 'compact',
    retention: 'compacted',
    from: 'store',
    to: 'router, adapters, hooks',
    key: 'kind/name',
    carries: 'adapters, limits, keys; signed by the store',
  },
  {
    name: SYNC_EVENTS,
    partitions: 4,
    cleanup: 'delete',
    retention: 'month',
    from: 'all',
    to: 'admin',
    key: 'service',
    carries: 'catalogue events; never a secret',
  },
];

/** The topic that only this adapter may read. */
export function deliveriesTopicOf(adapter: string): string {
  return `${DELIVERIES}.${adapter}`;
}

/** Where goes what could not be understood or handled. */
export function deadLetterTopicOf(topic: string): string {
  return `${topic}.dlq`;
}

export function adapterTopic(adapter: string): TopicDefinition {
  return {
    ...flow,
    name: deliveriesTopicOf(adapter),
    from: 'router',
    to: adapter,
    key: 'adapter/account',
    carries: 'a sealed delivery with dispatch id, attempt and not-after',
  };
}

export function deadLetterTopic(topic: string): TopicDefinition {
  return {
    name: deadLetterTopicOf(topic),
    partitions: 1,
    cleanup: 'delete',
    retention: 'month',
    from: 'whoever could not handle it',
    to: 'operators',
    key: 'as on its source',
    carries: 'the record as it was, with the reason',
  };
}

/** Adapter names become topic names: what Kafka allows there. */
export const TOPIC_SAFE_NAME = /^[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,99}$/;
