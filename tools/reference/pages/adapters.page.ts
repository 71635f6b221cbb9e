import { MADE_FROM_CODE, type Page } from '../page.ts';
import { findAdapters, type FoundAdapter } from '../sources/find-adapters.ts';
import { readCommentTable } from '../sources/read-comment-table.ts';
import { code, link, page, plain, table } from '../text/markdown.ts';

const ACCOUNT_FORMS = 'libs/domain/src/account-form.ts';

const INTRODUCTION = `The settings of a named adapter, as they stand under \`settings\` of an adapter in a document for \`entsync apply\`. The password of the service login is
never among them: it is given as \`login\`, and sealed before it leaves. Unknown settings are refused.`;

/** What may be set for a named adapter of each kind. */
export const adaptersPage: Page = {
  file: 'docs/reference/adapters.md',
  render: async () => {
    const forms = readCommentTable(ACCOUNT_FORMS);
    return page(
      MADE_FROM_CODE,
      '# Adapters',
      INTRODUCTION,
      ...(await findAdapters()).map((found) => renderAdapter(found, forms)),
    );
  },
};

interface PropertySchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface ObjectSchema {
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
}

function renderAdapter({ definition, folder }: FoundAdapter, forms: ReadonlyMap<string, string>): string {
  const { kind, accountForm, settingsSchema } = definition;
  const more = link('its README', `../../${folder}/README.md`);
  return page(
    `## ${kind}`,
    `Accounts are compared by the form ${code(accountForm)}: ${forms.get(accountForm) ?? ''}. Privileges, answers and limits are in ${more}.`,
    renderAdapterSettings(settingsSchema.toJSONSchema({ io: 'input' }) as ObjectSchema),
  ).trimEnd();
}

export function renderAdapterSettings({ properties = {}, required = [] }: ObjectSchema): string {
  const rows = Object.entries(properties).map(([name, schema]) => [
    code(name),
    plain(schema.description ?? ''),
    typeOf(schema),
    defaultOf(schema, required.includes(name)),
  ]);
  return table(['Setting', 'Meaning', 'Values', 'Default'], rows);
}

function typeOf({ type = '', enum: values, minimum, maximum }: PropertySchema): string {
  if (values !== undefined) return values.map((value) => code(String(value))).join(', ');
  if (minimum === undefined && maximum === undefined) return TYPES[type] ?? type;
  return `${TYPES[type] ?? type}, ${minimum ?? ''} to ${maximum ?? ''}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  boolean: '`true`, `false`',
};

function defaultOf(schema: PropertySchema, isRequired: boolean): string {
  if (schema.default !== undefined) return code(String(schema.default));
  return isRequired ? '*required*' : '*nothing*';
}
