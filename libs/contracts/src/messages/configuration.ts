import { z } from 'zod';

import { base64, entityName, micros, uuid } from '../fields.ts';
import type { MessageDefinition } from '../message.ts';

const stamped = {
  /** Rises with every change; a lower one than known is not believed. */
  revision: z.number().int().min(1),
  /** Signed again daily; not believed when older than 48 hours. */
  signedAt: micros,
};

const storeAnnounced = z.object({
  kind: z.literal('store'),
  ...stamped,
  /** Captures are sealed to the first one. */
  recipientKeys: z.array(z.object({ keyId: base64, publicKey: base64 })).min(1),
  /** The age limit, in microseconds. */
  syncAge: micros,
  /** Domains for which a hook is registered: other producers must not simply announce changes there. */
  hookedDomains: z.array(entityName),
});

const epoch = z.object({
  id: uuid,
  /** From when the store may use it. */
  from: micros,
  /** Sealed to the adapter's recipient key. */
  sealed: base64,
});

const adapterConfigured = z.object({
  kind: z.literal('adapter'),
  ...stamped,
  name: entityName,
  adapterKind: entityName,
  /** The principal of the host that runs it. */
  host: entityName,
  state: z.enum(['enabled', 'disabled', 'deleted']),
  settings: z.record(z.string(), z.unknown()),
  /** Whether what is captured there is published, and where to. */
  captures: z.enum(['nothing', 'partial', 'full']),
  limits: z.object({
    /** How many deliveries may be dispatched at once. */
    window: z.number().int().min(1).max(100_000),
    /** How many calls may be open at the target at once. */
    maximumPending: z.number().int().min(1).max(10_000),
    /** How long one call may take, in microseconds. */
    callTimeout: micros,
  }),
  /** The recipient key that everything here is sealed to; absent until the host has offered one. */
  recipientKeyId: base64.optional(),
  /** The password of the service login, sealed to the adapter's recipient key. */
  login: base64.optional(),
  epochs: z.array(epoch),
});

const routerLinked = z.object({
  kind: z.literal('router'),
  ...stamped,
  principal: entityName,
  /** The key that store and router share, sealed to the router's recipient key. */
  link: base64,
});

const schema = z.discriminatedUnion('kind', [storeAnnounced, adapterConfigured, routerLinked]);

export type ConfigurationV1 = z.infer<typeof schema>;
export type StoreAnnouncedV1 = z.infer<typeof storeAnnounced>;
export type AdapterConfiguredV1 = z.infer<typeof adapterConfigured>;
export type RouterLinkedV1 = z.infer<typeof routerLinked>;

/** What the others must know of the store's configuration. Compacted; signed by the store. */
export const configurationV1: MessageDefinition<ConfigurationV1> = {
  name: 'configuration-published',
  version: 1,
  schema,
  key: configurationKey,
  subject: configurationKey,
};

export function configurationKey(data: ConfigurationV1): string {
  switch (data.kind) {
    case 'store':
      return 'store';
    case 'adapter':
      return `adapter/${data.name}`.toLowerCase();
    case 'router':
      return `router/${data.principal}`.toLowerCase();
  }
}
