import { logLevel, text } from '@entsync/config';
import { expect, test } from 'vitest';

import { PAGES } from '../pages.ts';
import { findAdapters } from '../sources/find-adapters.ts';
import { findSettings } from '../sources/find-settings.ts';
import { renderAdapterSettings } from './adapters.page.ts';
import { renderErrors } from './errors.page.ts';
import { renderSettings } from './settings.page.ts';

test('a setting is shown with its default, or as required, and whether a file is read', () => {
  const rendered = renderSettings({
    LOG_LEVEL: { meaning: 'What is logged.', schema: logLevel, default: 'info' },
    TOKEN_FILE: { meaning: 'A token.', schema: text, fromFile: true, example: '/etc/token' },
  });
  expect(rendered).toContain('| `LOG_LEVEL` | What is logged. | `info` |  | the variable |');
  expect(rendered).toContain('| `TOKEN_FILE` | A token. | *required* | `/etc/token` | a file |');
});

test('the settings of every service are found', async () => {
  const services = (await findSettings()).map(({ service }) => service);
  expect(services).toEqual(expect.arrayContaining(['mapping-store', 'sync-router', 'adapter-<kind>', 'ldap-shim']));
});

test('what every service can be told is not repeated', async () => {
  const found = await findSettings();
  const store = found.find(({ service }) => service === 'mapping-store');
  expect(Object.keys(store?.own ?? {})).toContain('MASTER_SECRET_FILE');
  expect(Object.keys(store?.own ?? {})).not.toContain('HTTP_PORT');
});

test('every kind of adapter is found', async () => {
  expect((await findAdapters()).map(({ definition }) => definition.kind)).toEqual(['ldap', 'postgresql']);
});

test('a setting of an adapter is shown with its values and range', () => {
  const rendered = renderAdapterSettings({
    properties: {
      host: { type: 'string', description: 'Where.' },
      port: { type: 'integer', minimum: 1, maximum: 9, default: 5 },
      tls: { type: 'string', enum: ['on', 'off'], default: 'on' },
    },
    required: ['host'],
  });
  expect(rendered).toContain('| `host` | Where. | text | *required* |');
  expect(rendered).toContain('| `port` |  | a whole number, 1 to 9 | `5` |');
  expect(rendered).toContain('| `tls` |  | `on`, `off` | `on` |');
});

test('an error leads to its runbook', () => {
  const error = { code: 'ENTSYNC_FULL', class: 'FullError', file: 'libs/a/src/full.ts', says: ['It is full.'] };
  const runbook = { file: 'full.md', title: 'Full', codes: ['ENTSYNC_FULL'], events: [], text: '' };
  expect(renderErrors([error], [runbook])).toContain(
    '| [`ENTSYNC_FULL`](../runbooks/full.md) | `FullError` | It is full. | [full.ts](../../libs/a/src/full.ts) |',
  );
});

test.each(PAGES.map((page) => [page.file, page] as const))(
  '%s can be made, and says something',
  async (_file, page) => {
    expect((await page.render()).length).toBeGreaterThan(500);
  },
);
