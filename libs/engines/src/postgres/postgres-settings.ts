import { EngineError } from '../engine-error.ts';
import { LOCAL_HOST } from '../network/local-host.ts';

/** The file in the data folder that the server is pointed to. */
export const SETTINGS_FILE = 'entsync.conf';

/**
 * The settings of a server that is ours alone: what initdb found out, then the caller's, then those that keep the server private.
 * The last one counts.
 */
export function postgresSettings(port: number, settings: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ timezone: 'UTC', log_timezone: 'UTC', ...settings }).map(writeSetting);
  const ours = Object.entries({
    listen_addresses: LOCAL_HOST,
    port: String(port),
    unix_socket_directories: '',
    logging_collector: 'off',
    password_encryption: 'scram-sha-256',
  }).map(writeSetting);
  return ["include 'postgresql.conf'\n", ...lines, ...ours].join('');
}

function writeSetting([name, value]: [string, string]): string {
  if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/i.test(name) || /[\0\r\n]/.test(value)) {
    throw new EngineError('ENTSYNC_OPTION_INVALID', `${name} cannot be a PostgreSQL setting of one line: correct it.`);
  }
  return `${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'\n`;
}
