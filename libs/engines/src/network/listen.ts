import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

import { LOCAL_HOST } from './local-host.ts';

/** Takes a port; 0 stands for any. Rejects when it cannot be had. */
export async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, LOCAL_HOST);
  await once(server, 'listening');
  return server;
}

export async function release(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
