import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { replaceFile } from '@entsync/engines';

import { SupervisorError } from '../supervisor-error.ts';

/** Of the layout of the folder. A newer one is not touched. */
const FORMAT = 1;

/** The folder in which an installation keeps all its state. */
export class Home {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Names the folder and looks at nothing. */
  static at(folder: string): Home {
    return new Home(path.resolve(folder));
  }

  /** Makes what is missing. Throws ENTSYNC_HOME_NEWER, ENTSYNC_HOME_REFUSED. */
  static async open(folder: string): Promise<Home> {
    const home = Home.at(folder);
    try {
      await mkdir(home.folder, { recursive: true, mode: 0o700 });
      for (const name of PRIVATE_FOLDERS) await mkdir(home.in(name), { recursive: true, mode: 0o700 });
      await home.#checkFormat();
    } catch (cause) {
      if (cause instanceof SupervisorError) throw cause;
      const why = cause instanceof Error ? cause.message : 'unknown reason';
      throw new SupervisorError(
        'ENTSYNC_HOME_REFUSED',
        `${home.folder} cannot be used (${why}); choose another folder with ENTSYNC_HOME.`,
        { cause },
      );
    }
    return home;
  }

  in(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  logFile(name: string): string {
    return this.in('logs', `${name}.log`);
  }

  get runFile(): string {
    return this.in('run.json');
  }

  /** Tells of the supervisor that runs here. */
  get pidFile(): string {
    return this.in('supervisor.pid');
  }

  get adminTokenFile(): string {
    return this.in('secrets', 'admin-token');
  }

  get masterSecretFile(): string {
    return this.in('secrets', 'master-secret.json');
  }

  identityFile(principal: string): string {
    return this.in('identities', `${principal}.json`);
  }

  async #checkFormat(): Promise<void> {
    const file = this.in('format');
    const written = await readFile(file, 'utf8').catch(() => undefined);
    if (written === undefined) return replaceFile(file, `${FORMAT}\n`);
    if (Number(written) <= FORMAT) return;
    throw new SupervisorError(
      'ENTSYNC_HOME_NEWER',
      `${this.folder} was made by a newer EntSync (its format is ${written.trim()}, this one knows ${FORMAT}); update EntSync, or choose another folder with ENTSYNC_HOME.`,
    );
  }
}

const PRIVATE_FOLDERS = ['logs', 'secrets', 'identities', 'keys', 'services', 'spool'];
