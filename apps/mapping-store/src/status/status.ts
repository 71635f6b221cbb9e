import { decodeMessage, MalformedMessageError, statusReportedV1, type StatusReportedV1 } from '@entsync/contracts';
import { savePositions } from '@entsync/database';
import type { ConsumedRecord, HandledBatch, RecordBatch, RejectedRecord } from '@entsync/messaging';
import { checkSignature, NotAuthenticError, signerOf } from '@entsync/secrets';
import type { DataSource, EntityManager } from 'typeorm';

import { loadDirectory, type Directory, type Principal } from '../directory/load-directory.ts';

export interface StatusParts {
  readonly source: DataSource;
  /** Called when adapters offered other keys than before: what is sealed to them must be sealed again. */
  readonly keysOffered: (adapterIds: readonly number[]) => void;
}

/** Takes heartbeats: which kinds there are, and which keys a host offers for its named adapters. */
export class Status {
  readonly #parts: StatusParts;

  constructor(parts: StatusParts) {
    this.#parts = parts;
  }

  async handle({ records, positions }: RecordBatch): Promise<HandledBatch> {
    const rejected: RejectedRecord[] = [];
    const offered = await this.#parts.source.transaction(async (manager) => {
      const directory = await loadDirectory(
        manager,
        records.map(signerOf).filter((name) => name !== undefined),
      );
      const adapterIds: number[] = [];
      for (const record of records) {
        const status = read(record, directory);
        if ('reason' in status) rejected.push(status);
        else adapterIds.push(...(await takeStatus(manager, status, directory)));
      }
      await savePositions(manager, positions);
      return adapterIds;
    });
    if (offered.length > 0) this.#parts.keysOffered(offered);
    return { publish: [], rejected };
  }
}

interface BelievedStatus {
  readonly principal: Principal;
  readonly data: StatusReportedV1;
}

function read(record: ConsumedRecord, directory: Directory): BelievedStatus | RejectedRecord {
  try {
    const principal = directory.principals.get(signerOf(record)?.toLowerCase() ?? '');
    if (principal === undefined || principal.revoked) throw new NotAuthenticError('unknown-signer');
    checkSignature(principal.signingKey, record);
    const { data } = decodeMessage([statusReportedV1], record);
    if (data.principal !== principal.name) throw new NotAuthenticError('wrong');
    return { principal, data };
  } catch (error) {
    if (error instanceof MalformedMessageError)
      return { record, reason: error.reason, detail: error.detail, fromStranger: true };
    if (error instanceof NotAuthenticError)
      return { record, reason: 'not-authentic', detail: error.message, fromStranger: true };
    throw error;
  }
}

/** Answers the adapters whose keys are others now. */
async function takeStatus(
  manager: EntityManager,
  { principal, data }: BelievedStatus,
  directory: Directory,
): Promise<number[]> {
  if (principal.role !== 'host') return [];
  const { hosts } = data;
  if (hosts !== undefined && hosts.kind === principal.claims.kind) {
    await manager.query(
      `insert into adapter_kinds (kind, account_form, settings_schema, host) values ($1, $2, $3, $4)
       on conflict (kind) do update set account_form = excluded.account_form, settings_schema = excluded.settings_schema, host = excluded.host`,
      [hosts.kind, hosts.accountForm, hosts.settingsSchema, principal.name],
    );
  }
  const changed: number[] = [];
  for (const { name, recipientKey, signingKey } of data.adapters) {
    const adapter = directory.adaptersByName.get(name.toLowerCase());
    // A host speaks for the adapters that are bound to it, and for no others.
    if (adapter?.host !== principal.name) continue;
    const recipient = Buffer.from(recipientKey, 'base64');
    if (adapter.recipientKey?.equals(recipient) === true) continue;
    await manager.query('update adapters set recipient_key = $2 where id = $1', [adapter.id, recipient]);
    await manager.query(
      `insert into principals (name, role, claims, signing_key, enrolled_at) values ($1, 'adapter', $2, $3, now())
       on conflict (lower(name)) do update set signing_key = excluded.signing_key, claims = excluded.claims, revoked_at = null
       where principals.role = 'adapter'`,
      [`adapter.${adapter.name}`, { adapter: adapter.name }, Buffer.from(signingKey, 'base64')],
    );
    changed.push(adapter.id);
  }
  return changed;
}
