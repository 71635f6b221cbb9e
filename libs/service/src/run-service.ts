import 'reflect-metadata';

import type { DynamicModule, INestApplication, LoggerService, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ConfigurationError } from '@entsync/config';
import { PassErrorsOnFilter, type BatchTransport } from '@entsync/messaging';
import { createLog, errorFacts, Health, Metrics, type Log, type LogLevel } from '@entsync/observability';

import { AdminGuard } from './admin.guard.ts';
import { HealthController } from './health.controller.ts';
import { MissingRecordsController, type Consumers } from './missing-records.controller.ts';
import { PublicErrorFilter } from './public-error.filter.ts';
import { ADMIN_TOKEN, CONSUMERS, HEALTH, LOG, METRICS } from './tokens.ts';

export interface ServiceConfiguration {
  readonly HTTP_HOST: string;
  readonly HTTP_PORT: number;
  readonly ADMIN_TOKEN_FILE: string;
  readonly LOG_LEVEL: LogLevel;
}

/** What a service can use from its first moment on. */
export interface ServiceKit<Configuration> {
  readonly name: string;
  readonly configuration: Configuration;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Ends the process, so that whoever supervises it starts it anew: for what cannot be repaired from within. */
  readonly giveUp: (why: string) => void;
}

/** What a service consists of, once its parts are connected. */
export interface ServiceParts {
  readonly module: Pick<ModuleMetadata, 'controllers' | 'providers'>;
  readonly transport?: BatchTransport;
  /** Those that are not the transport's. */
  readonly consumers?: Consumers;
  /** After HTTP answers and records are being handled. */
  readonly started?: (url: string) => void | Promise<void>;
  /** First, before records stop being handled: ends timers and captures. */
  readonly stopping?: () => void | Promise<void>;
  /** Last: ends connections. */
  readonly stopped?: () => void | Promise<void>;
}

export interface ServiceDefinition<Configuration extends ServiceConfiguration> {
  readonly name: string;
  readonly readConfiguration: () => Configuration;
  readonly build: (kit: ServiceKit<Configuration>) => Promise<ServiceParts>;
}

// Nest wants a class to hang a module on.
// oxlint-disable-next-line typescript/no-extraneous-class
class ServiceModule {}

/** A line for whoever started the process: where it answers. */
const READY_PREFIX = 'entsync-ready';

/** Runs a service until it is told to end. Reports all configuration errors before anything starts. */
export async function runService<Configuration extends ServiceConfiguration>(
  definition: ServiceDefinition<Configuration>,
): Promise<void> {
  const { name } = definition;
  const configuration = readOrExit(definition);
  const log = createLog({ service: name, level: configuration.LOG_LEVEL });
  exitOnUnexpected(log);
  const health = new Health();
  const metrics = new Metrics(name);
  let hasStarted = false;
  health.add('start', () => (hasStarted ? undefined : 'is starting'));
  const giveUp = (why: string): void => {
    log.error('ending, to be started anew', { why });
    process.exit(1);
  };
  try {
    metrics.gauge({ name: 'ready', help: 'Whether the service can do its job now: 1 or 0.' }, () => [
      { labels: {}, value: health.report().ready ? 1 : 0 },
    ]);
    const parts = await definition.build({ name, configuration, log, metrics, health, giveUp });
    const app = await createApp(parts, { configuration, log, metrics, health });
    await app.listen(configuration.HTTP_PORT, configuration.HTTP_HOST);
    const url = (await app.getUrl()).replace('[::1]', 'localhost');
    process.stdout.write(`${READY_PREFIX} ${name} ${url}\n`);
    stopOnSignals(app, parts, log);
    if (parts.transport !== undefined) await app.startAllMicroservices();
    await parts.started?.(url);
    hasStarted = true;
    log.info('started', { url, pid: process.pid });
  } catch (error) {
    log.failure('could not start', error);
    process.exit(1);
  }
}

function readOrExit<Configuration extends ServiceConfiguration>(
  definition: ServiceDefinition<Configuration>,
): Configuration {
  try {
    return definition.readConfiguration();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
}

type Shared = Pick<ServiceKit<ServiceConfiguration>, 'configuration' | 'log' | 'metrics' | 'health'>;

async function createApp(
  parts: ServiceParts,
  { configuration, log, metrics, health }: Shared,
): Promise<INestApplication> {
  const module: DynamicModule = {
    module: ServiceModule,
    controllers: [HealthController, MissingRecordsController, ...(parts.module.controllers ?? [])],
    providers: [
      { provide: HEALTH, useValue: health },
      { provide: METRICS, useValue: metrics },
      { provide: LOG, useValue: log },
      { provide: CONSUMERS, useValue: parts.consumers ?? (() => parts.transport?.consumers.values() ?? []) },
      { provide: ADMIN_TOKEN, useValue: configuration.ADMIN_TOKEN_FILE },
      AdminGuard,
      ...(parts.module.providers ?? []),
    ],
  };
  const app = await NestFactory.create(module, new FastifyAdapter({ bodyLimit: 16 * 1024 * 1024 }), {
    logger: nestLogger(log),
    abortOnError: false,
  });
  app.useGlobalFilters(new PublicErrorFilter(log));
  if (parts.transport !== undefined) {
    app
      .connectMicroservice({ strategy: parts.transport }, { deferInitialization: true })
      .useGlobalFilters(new PassErrorsOnFilter());
  }
  return app;
}

/** Nest's own lines, at debug: they say what it has mapped. */
function nestLogger(log: Log): LoggerService {
  const line = (message: unknown): string => (typeof message === 'string' ? message : 'Nest');
  return {
    log: (message: unknown) => log.debug(line(message)),
    warn: (message: unknown) => log.warn(line(message)),
    error: (message: unknown) => log.warn(line(message)),
    debug: (message: unknown) => log.debug(line(message)),
    verbose: (message: unknown) => log.debug(line(message)),
  };
}

function stopOnSignals(app: INestApplication, parts: ServiceParts, log: Log): void {
  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping', { signal });
    try {
      await parts.stopping?.();
      await app.close();
      await parts.stopped?.();
      log.info('stopped');
      process.exit(0);
    } catch (error) {
      log.failure('could not stop in order', error);
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}

/** A mistake in the program ends the process loudly; it is started anew in a known state. */
function exitOnUnexpected(log: Log): void {
  const end = (error: unknown): void => {
    log.error('unexpected error', errorFacts(error));
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
