import path from 'node:path';

import type { Configuration } from '@entsync/config';
import type { Log } from '@entsync/observability';
import { newId } from '@entsync/secrets';
import { SpoolWriter } from '@entsync/spool';

import { Capture } from './capture/capture.ts';
import { SockListener } from './listener/sock-listener.ts';
import type { shimSettings } from './settings.ts';
import { removeShimFile, writeShimFile } from './shim-file.ts';

/** For the results of the changes that slapd is making, in milliseconds. */
const RESULTS_TIMEOUT = 1_000;

/** The listener of one captured tree. */
export class Shim {
  readonly #directory: string;
  readonly #capture: Capture;
  readonly #listener: SockListener;

  private constructor(directory: string, capture: Capture, listener: SockListener) {
    this.#directory = directory;
    this.#capture = capture;
    this.#listener = listener;
  }

  /** Resolves when slapd is answered. */
  static async start(configuration: Configuration<typeof shimSettings>, log: Log): Promise<Shim> {
    const { SOCKET: socket, SPOOL_DIRECTORY: directory, MAX_RECORDS: maxRecords } = configuration;
    const spool = await SpoolWriter.open(directory, newId, { maxRecords });
    const capture = new Capture({ spool, directory, system: path.basename(directory), log });
    const listener = await SockListener.listen(socket, capture);
    await writeShimFile(directory, { pid: process.pid, socket });
    return new Shim(directory, capture, listener);
  }

  /** Lets slapd finish what it has begun, and leaves nothing behind but the spool. */
  async stop(): Promise<void> {
    await this.#capture.stop(RESULTS_TIMEOUT);
    await this.#listener.close();
    await removeShimFile(this.#directory);
  }
}
