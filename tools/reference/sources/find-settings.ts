import { globSync } from 'node:fs';

import type { Setting, Settings } from '@entsync/config';
import { serviceSettings } from '@entsync/service';

import { importFile } from './import-file.ts';
import { ROOT } from './root.ts';

/** The settings of one service, without what every service has. */
export interface ServiceSettings {
  readonly service: string;
  readonly hasShared: boolean;
  readonly own: Settings;
}

/** Settings are declared in files of this name. */
const FILES = '{apps,libs}/*/src/**/{settings,*-settings}.ts';
const SHARED_BY_ALL = 'libs/service/';

/** Names that are not those of a folder. */
const NAMES: Readonly<Record<string, string>> = {
  'adapter-host': 'adapter-<kind>',
  supervisor: 'npm start',
};

/** What each service can be told, by service. */
export async function findSettings(): Promise<readonly ServiceSettings[]> {
  const files = globSync(FILES, { cwd: ROOT }).filter((file) => !file.startsWith(SHARED_BY_ALL));
  const found = await Promise.all(files.toSorted().map(readSettings));
  return found.flat();
}

async function readSettings(file: string): Promise<readonly ServiceSettings[]> {
  const exported = Object.values(await importFile(file)).filter(isSettings);
  const folder = file.split('/')[1] ?? '';
  return exported.map((settings) => ({
    service: NAMES[folder] ?? folder,
    hasShared: 'HTTP_PORT' in settings,
    own: Object.fromEntries(Object.entries(settings).filter(([name, setting]) => sharedSetting(name) !== setting)),
  }));
}

function sharedSetting(name: string): Setting<unknown> | undefined {
  return (serviceSettings as Settings)[name];
}

function isSettings(value: unknown): value is Settings {
  if (typeof value !== 'object' || value === null) return false;
  const settings: readonly unknown[] = Object.values(value);
  return settings.length > 0 && settings.every(isSetting);
}

function isSetting(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'meaning' in value && 'schema' in value;
}
