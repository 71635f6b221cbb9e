/** A real server that runs as a child process of ours. */
export interface Engine {
  readonly pid: number;
  /** Settles when the process has ended, whoever ended it. */
  readonly exited: Promise<void>;
  /** Asks the process to end, waits, and insists after a while. Resolves when it is gone. May be called more than once. */
  stop(): Promise<void>;
}

/** What every engine needs to be told. Folders are made where they are missing; a data folder that is there is used as it is. */
export interface EngineOptions {
  /** All state of the server. */
  readonly dataDir: string;
  /** On 127.0.0.1. */
  readonly port: number;
  /** The server's own output is appended here. */
  readonly logFile: string;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}
