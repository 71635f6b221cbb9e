import type { RunFile } from '@entsync/api-client';

import type { Home } from './home/home.ts';
import type { Ports } from './home/ports.ts';
import type { RunFileWriter } from './home/run-file.ts';
import type { Progress } from './progress.ts';
import type { Supervision } from './supervision/supervision.ts';

/** What was asked for on the command line and in the environment. */
export interface InstallationOptions {
  /** Absolute. */
  readonly home: string;
  readonly lab: boolean;
  readonly brokers: readonly string[] | undefined;
  /** With the login of somebody who may make roles and schemas. */
  readonly database: string | undefined;
  /** For the Node of each service; empty for none. */
  readonly nodeOptions: string;
}

/** An installation that is being started, or runs. */
export interface Installation {
  readonly options: InstallationOptions;
  readonly home: Home;
  readonly ports: Ports;
  readonly progress: Progress;
  readonly supervision: Supervision;
  readonly runFile: RunFileWriter;
}

export type { RunFile };
