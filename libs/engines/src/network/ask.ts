import { createConnection } from 'node:net';

import { LOCAL_HOST } from './local-host.ts';

const PATIENCE_MILLISECONDS = 2_000;

/** Sends one request to a port of 127.0.0.1 and gives the first bytes that come back; `undefined` when none do in time. */
export function ask(port: number, request: Uint8Array): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: LOCAL_HOST, timeout: PATIENCE_MILLISECONDS });
    const settle = (answer?: Buffer): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write(request));
    socket.once('data', settle);
    socket.once('timeout', () => settle());
    socket.once('error', () => settle());
    socket.once('close', () => settle());
  });
}
