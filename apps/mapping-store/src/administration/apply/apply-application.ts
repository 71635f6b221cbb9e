import type { Application, Field } from '../../directory/entities.ts';
import { passwordFieldOf } from '../../directory/password-field.ts';
import type { DocumentPath, WantedApplication } from './apply-document.ts';
import { differences, overlay, type Applying } from './applying.ts';

/** Makes, changes or deletes one application. Its fields and type are fixed once it exists. */
export async function applyApplication(
  applying: Applying,
  wanted: WantedApplication,
  path: DocumentPath,
): Promise<void> {
  const known = [...applying.directory.applications.values()].find(
    ({ name }) => name.toLowerCase() === wanted.name.toLowerCase(),
  );
  if (wanted.delete) return deleteApplication(applying, known, path);
  const adapterId = await findAdapter(applying, wanted, known?.adapterId ?? null, path);
  if (adapterId === undefined) return;
  const fields = wanted.fields === undefined && known !== undefined ? known.fields : fieldsOf(wanted);
  if (adapterId !== null && passwordFieldOf(fields) === undefined) {
    applying.refuse(
      [...path, 'fields'],
      'with other than one credential field exactly one must be marked synchronized',
      10818,
    );
    return;
  }
  if (known === undefined) await createApplication(applying, wanted, adapterId, fields);
  else await changeApplication(applying, known, { wanted, adapterId, fields, path });
}

/** `null` for none, `undefined` where it was refused. */
async function findAdapter(
  applying: Applying,
  wanted: WantedApplication,
  before: number | null,
  path: DocumentPath,
): Promise<number | null | undefined> {
  if (wanted.adapter === undefined) return before;
  if (wanted.adapter === null) return null;
  const [row] = (await applying.manager.query('select id from adapters where lower(name) = lower($1) and not deleted', [
    wanted.adapter,
  ])) as {
    id: number;
  }[];
  if (row === undefined) applying.refuse([...path, 'adapter'], `there is no adapter ${wanted.adapter}`, 10822);
  return row?.id;
}

const ONE_PASSWORD = [{ label: 'Password', masked: true, synchronized: false }];

function fieldsOf({ fields = ONE_PASSWORD }: WantedApplication): Field[] {
  const account: Field = { ordinal: 0, label: 'User Id', masked: false, synchronized: false };
  return [account, ...fields.map((field, index) => ({ ...field, ordinal: index + 1 }))];
}

async function createApplication(
  applying: Applying,
  wanted: WantedApplication,
  adapterId: number | null,
  fields: readonly Field[],
): Promise<void> {
  const [row] = (await applying.manager.query(
    `insert into applications (name, description, contact, type, enabled, adapter_id) values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      wanted.name,
      wanted.description ?? '',
      wanted.contact ?? '',
      wanted.type ?? 'individual',
      wanted.enabled ?? true,
      adapterId,
    ],
  )) as { id: number }[];
  await applying.manager.query(
    `insert into fields (application_id, ordinal, label, masked, synchronized)
     select $1, * from unnest($2::integer[], $3::text[], $4::boolean[], $5::boolean[])`,
    [
      row?.id,
      fields.map(({ ordinal }) => ordinal),
      fields.map(({ label }) => label),
      fields.map(({ masked }) => masked),
      fields.map(({ synchronized }) => synchronized),
    ],
  );
  applying.note('application', wanted.name, 'created');
}

interface ApplicationChange {
  readonly wanted: WantedApplication;
  readonly adapterId: number | null;
  readonly fields: readonly Field[];
  readonly path: DocumentPath;
}

async function changeApplication(
  applying: Applying,
  known: Application,
  { wanted, adapterId, fields, path }: ApplicationChange,
): Promise<void> {
  const immutable = differences(
    { type: known.type, fields: known.fields.map(withoutOrder) },
    { type: wanted.type ?? known.type, fields: fields.map(withoutOrder) },
  );
  if (immutable.length > 0) {
    applying.refuse(
      path,
      `type and fields of an application are fixed; delete it and create it anew (${immutable.join('; ')})`,
      10566,
    );
    return;
  }
  const [row] = (await applying.manager.query('select description, contact from applications where id = $1', [
    known.id,
  ])) as { description: string; contact: string }[];
  const before = { description: '', contact: '', ...row, enabled: known.enabled, adapter_id: known.adapterId };
  const after = { ...overlay(before, wanted), adapter_id: adapterId };
  const details = differences(before, after);
  if (details.length === 0) return;
  await applying.manager.query(
    'update applications set enabled = $2, adapter_id = $3, description = $4, contact = $5 where id = $1',
    [known.id, after.enabled, after.adapter_id, after.description, after.contact],
  );
  applying.note('application', known.name, 'changed', details);
}

function withoutOrder({ ordinal, label, masked, synchronized }: Field): Field {
  return { ordinal, label, masked, synchronized };
}

/** Its mappings, fields and stored credentials go with it. */
async function deleteApplication(
  applying: Applying,
  known: Application | undefined,
  path: DocumentPath,
): Promise<void> {
  if (known === undefined) return;
  if (known.adapterId !== null) {
    applying.refuse(path, `${known.name} is assigned to an adapter; apply it without one first`, 10806);
    return;
  }
  await applying.manager.query('delete from applications where id = $1', [known.id]);
  applying.note('application', known.name, 'deleted');
}
