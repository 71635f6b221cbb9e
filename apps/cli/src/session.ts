import type { Installation } from '@entsync/api-client';

import { EXIT, type ExitCode } from './exit-code.ts';
import type { Screen } from './terminal/screen.ts';

/** What every command works with. The running system is looked for when it is needed, so that help needs none. */
export class Session {
  readonly screen: Screen;
  exitCode: ExitCode = EXIT.done;

  constructor(screen: Screen) {
    this.screen = screen;
  }

  /** Somebody sits there who can answer. */
  get isInteractive(): boolean {
    return process.stdin.isTTY;
  }

  /** The folder of the installation, whether it runs or not. */
  async home(): Promise<string> {
    const [{ findHome }, { processEnvironment }] = await Promise.all([
      import('@entsync/api-client'),
      import('@entsync/config'),
    ]);
    return findHome(processEnvironment()['ENTSYNC_HOME'], process.cwd());
  }

  /** The running system. Throws `InstallationError`. */
  async installation(): Promise<Installation> {
    const api = await import('@entsync/api-client');
    return api.Installation.open(await this.home());
  }

  /** What a command does, with the way it ends kept. */
  does<Args extends unknown[]>(act: (...args: Args) => Promise<ExitCode>): (...args: Args) => Promise<void> {
    return async (...args) => {
      this.exitCode = await act(...args);
    };
  }
}
