import type { AddressInfo } from 'node:net';

import { listen, release } from './listen.ts';

/**
 * As many different ports of 127.0.0.1 as asked for, all free at this moment. They are taken all at once and then released:
 * use them soon.
 */
export async function chooseFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(release));
  return ports;
}
