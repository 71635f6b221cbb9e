import { createConnection } from 'node:net';

import type { Installation } from '../installation.ts';
import { serviceUnit } from '../parts/service-unit.ts';
import type { Unit } from '../supervision/unit.ts';
import { TREES } from './directory.ts';
import { socketOf } from './sockets.ts';

/** One listener for each tree: a process of its own, so that writes to the directory never wait for a service. */
export function shimUnits(installation: Installation): Unit[] {
  const { home, ports } = installation;
  return TREES.map(({ name }) => {
    const socket = socketOf(home, ports, name);
    return serviceUnit(installation, {
      name: `ldap-shim-${name}`,
      app: 'ldap-shim',
      stage: 'shim',
      ports: [],
      answers: () => listens(socket),
      environment: { SOCKET: socket, SPOOL_DIRECTORY: home.in('spool', name) },
    });
  });
}

function listens(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    const answer = (isListening: boolean): void => {
      socket.destroy();
      resolve(isListening);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
