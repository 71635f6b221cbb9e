import { expect, test } from 'vitest';

import { chooseFreePorts } from './choose-free-ports.ts';
import { checkPortsFree, isPortFree } from './is-port-free.ts';
import { listen, release } from './listen.ts';

test('as many ports as asked for, all different, all free', async () => {
  const ports = await chooseFreePorts(20);
  expect(new Set(ports).size).toBe(20);
  await checkPortsFree(ports);
});

test('a port is free again when its server has gone', async () => {
  const [port = 0] = await chooseFreePorts(1);
  const server = await listen(port);
  expect(await isPortFree(port)).toBe(false);
  await release(server);
  expect(await isPortFree(port)).toBe(true);
});

test('the error for a taken port names it', async () => {
  const [free = 0, taken = 0] = await chooseFreePorts(2);
  const server = await listen(taken);
  await expect(checkPortsFree([free, taken])).rejects.toMatchObject({
    code: 'ENTSYNC_PORT_TAKEN',
    message: expect.stringContaining(String(taken)),
  });
  await release(server);
});
