import { readFileSync } from 'node:fs';

import { ConfigurationError, type ConfigurationProblem } from './configuration.error.ts';
import type { Configuration, Setting, Settings } from './setting.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The only place that reads the process's environment. */
export function processEnvironment(): Environment {
  return process.env;
}

/** Reads all settings, once. Throws {@link ConfigurationError} with every problem. The result is frozen. */
export function readConfiguration<S extends Settings>(
  service: string,
  settings: S,
  environment: Environment = processEnvironment(),
): Configuration<S> {
  const problems: ConfigurationProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings)) {
    const read = readSetting(setting, environment[name]);
    if ('problem' in read) problems.push({ name, problem: read.problem });
    else values[name] = read.value;
  }
  if (problems.length > 0) throw new ConfigurationError(service, problems);
  return Object.freeze(values) as Configuration<S>;
}

function readSetting(setting: Setting<unknown>, given: string | undefined): { value: unknown } | { problem: string } {
  const written = given === undefined || given === '' ? setting.default : given;
  if (written === undefined) return { problem: `is missing. ${setting.meaning}${exampleOf(setting)}` };
  const text = setting.fromFile === true && written !== setting.default ? readText(written) : written;
  if (text === undefined) return { problem: 'names a file that cannot be read.' };
  const parsed = setting.schema.safeParse(text);
  if (parsed.success) return { value: parsed.data };
  return { problem: `${parsed.error.issues.map(({ message }) => message).join('; ')}.${exampleOf(setting)}` };
}

function exampleOf({ example }: Setting<unknown>): string {
  return example === undefined ? '' : ` For example: ${example}`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}
