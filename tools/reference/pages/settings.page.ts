import type { Setting, Settings } from '@entsync/config';
import { serviceSettings } from '@entsync/service';

import { MADE_FROM_CODE, type Page } from '../page.ts';
import { findSettings, type ServiceSettings } from '../sources/find-settings.ts';
import { code, page, plain, table } from '../text/markdown.ts';

const INTRODUCTION = `Each setting is an environment variable, read once, at the start. A service that is told something wrong says all of it at once, starts nothing,
and ends with exit code 78. A setting without a default must be given. Where a setting is read *from a file*, the variable names a file and its content
counts, without a final line break: that is so for everything secret.

\`npm start\` sets all of this for the services that it runs, and can itself be told what stands under *npm start*.`;

/** What each service can be told. */
export const settingsPage: Page = {
  file: 'docs/reference/settings.md',
  render: async () =>
    page(
      MADE_FROM_CODE,
      '# Settings',
      INTRODUCTION,
      renderSection({ service: 'Every service that answers HTTP', hasShared: false, own: serviceSettings }),
      ...(await findSettings()).map(renderSection),
    ),
};

function renderSection({ service, hasShared, own }: ServiceSettings): string {
  const shared = hasShared ? 'What every service that answers HTTP can be told, and:\n\n' : '';
  return `## ${plain(service)}\n\n${shared}${renderSettings(own)}`;
}

export function renderSettings(settings: Settings): string {
  const rows = Object.entries(settings).map(([name, setting]) => [
    code(name),
    plain(setting.meaning),
    defaultOf(setting),
    code(setting.example ?? ''),
    setting.fromFile === true ? 'a file' : 'the variable',
  ]);
  return table(['Setting', 'Meaning', 'Default', 'Example', 'Read from'], rows);
}

function defaultOf(setting: Setting<unknown>): string {
  if (setting.default === undefined) return '*required*';
  return setting.default === '' ? '*nothing*' : code(setting.default);
}
