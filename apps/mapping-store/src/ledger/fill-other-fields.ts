import { Secret } from '@entsync/domain';
import type { EntityManager } from 'typeorm';

import type { Directory } from '../directory/load-directory.ts';
import { otherFieldsOf } from '../directory/password-field.ts';
import type { MappingFacts } from '../intake/people-in-work.ts';
import type { Work } from './work.ts';

/**
 * Spec 1.4: credential fields beside the password keep what they hold; where nothing is stored they become blank, and that is told (10711).
 */
export async function fillOtherFields(
  manager: EntityManager,
  work: Work,
  mappings: readonly MappingFacts[],
  directory: Directory,
): Promise<void> {
  const touched = mappings.filter(({ mapping }) => work.touchedMappings.has(mapping.id));
  const blanks = touched.flatMap(({ mapping, application }) =>
    otherFieldsOf(application.fields).map(({ ordinal }) => ({ mappingId: mapping.id, ordinal })),
  );
  if (blanks.length === 0) return;
  const filled = (await manager.query(
    `insert into credential_fields (mapping_id, ordinal, value)
     select * from unnest($1::integer[], $2::integer[], $3::bytea[])
     on conflict do nothing returning mapping_id`,
    [
      blanks.map(({ mappingId }) => mappingId),
      blanks.map(({ ordinal }) => ordinal),
      blanks.map(({ mappingId, ordinal }) =>
        work.cipher.encrypt(`mappings/${mappingId}/fields/${ordinal}`, Secret.ofText('')),
      ),
    ],
  )) as { mapping_id: number }[];
  for (const mappingId of new Set(filled.map((row) => row.mapping_id))) {
    const facts = touched.find(({ mapping }) => mapping.id === mappingId);
    if (facts !== undefined) recordFilled(work, facts, directory);
  }
}

function recordFilled(work: Work, { mapping, application, user }: MappingFacts, directory: Directory): void {
  const adapter = application.adapterId === null ? undefined : directory.adapters.get(application.adapterId);
  const trackingId = work.touchedMappings.get(mapping.id);
  work.record('SSO_WARN_PS_MISSING_INITIAL_CREDS', {
    ...(trackingId === undefined ? {} : { trackingId }),
    account: { system: adapter?.name ?? '', account: mapping.account },
    windowsAccount: user.written,
    parameters: { adapter: adapter?.name ?? '', application: application.name, externalAccount: mapping.account },
  });
}
