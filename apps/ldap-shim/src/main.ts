import { ConfigurationError, readConfiguration, type Configuration } from '@entsync/config';
import { createLog } from '@entsync/observability';

import { shimSettings } from './settings.ts';
import { Shim } from './shim.ts';

const NAME = 'ldap-shim';
/** Whoever supervises the process need not start it again: its settings are wrong. */
const EXIT_CONFIGURATION = 78;

const configuration = readOrExit();
const log = createLog({ service: NAME, level: configuration.LOG_LEVEL });
process.on('uncaughtException', (error) => exitWith('unexpected error', error));
process.on('unhandledRejection', (error) => exitWith('unexpected error', error));
try {
  const shim = await Shim.start(configuration, log);
  stopOnSignals(shim);
  process.stdout.write(`entsync-ready ${NAME} ${configuration.SOCKET}\n`);
  log.info('started', { socket: configuration.SOCKET, pid: process.pid });
} catch (error) {
  exitWith('could not start', error);
}

function readOrExit(): Configuration<typeof shimSettings> {
  try {
    return readConfiguration(NAME, shimSettings);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIGURATION);
  }
}

function exitWith(message: string, error: unknown): never {
  log.failure(message, error);
  process.exit(1);
}

function stopOnSignals(shim: Shim): void {
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping', { signal });
    shim.stop().then(
      () => process.exit(0),
      (error: unknown) => exitWith('could not stop in order', error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
