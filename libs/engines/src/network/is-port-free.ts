import { EngineError } from '../engine-error.ts';
import { listen, release } from './listen.ts';

/** Whether we could listen on this port of 127.0.0.1 now. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = await listen(port).catch(() => undefined);
  if (server === undefined) return false;
  await release(server);
  return true;
}

/** Throws ENTSYNC_PORT_TAKEN for the first port that is not free. */
export async function checkPortsFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (!(await isPortFree(port))) {
      throw new EngineError(
        'ENTSYNC_PORT_TAKEN',
        `Port ${port} of 127.0.0.1 is taken by another program: end that one or choose another port.`,
      );
    }
  }
}
