import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { endsSoon } from '../../test/ends-soon.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { exists } from '../files/exists.ts';
import { ask } from '../network/ask.ts';
import { chooseFreePorts } from '../network/choose-free-ports.ts';
import { listen, release } from '../network/listen.ts';
import { writePidFile } from './pid-file.ts';
import { startServer, type ServerPlan } from './start-server.ts';
import { stopLeftover } from './stop-leftover.ts';

const ECHO = `
const server = require('node:net').createServer((socket) => socket.pipe(socket));
server.listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listening'));
`;
const STUBBORN = `${ECHO} process.on('SIGTERM', () => console.log('no'));`;
const DYING = `console.error('The reason.'); process.exit(3);`;

async function planOf(script: string, changes: Partial<ServerPlan> = {}): Promise<ServerPlan> {
  const folder = await temporaryFolder();
  const [port = 0] = await chooseFreePorts(1);
  return {
    name: 'Echo',
    command: process.execPath,
    args: ['-e', script, String(port)],
    folder,
    pidFile: join(folder, 'echo.pid'),
    logFile: join(folder, 'logs', 'echo.log'),
    ports: [port],
    stopSignal: 'SIGTERM',
    prepare: async () => undefined,
    answers: async () => (await ask(port, Buffer.from('hello'))) !== undefined,
    ...changes,
  };
}

test('a server answers when its start resolves, and is gone when its stop resolves', async () => {
  const plan = await planOf(ECHO);
  const engine = await startServer(plan);
  expect(await plan.answers()).toBe(true);
  await Promise.all([engine.stop(), engine.stop()]);
  await engine.exited;
  expect(await plan.answers()).toBe(false);
  expect(await exists(plan.pidFile)).toBe(false);
});

test('its output is appended to a log that nobody else may read', async () => {
  const plan = await planOf(ECHO);
  for (const _ of [1, 2]) await (await startServer(plan)).stop();
  expect(await readFile(plan.logFile, 'utf8')).toBe('listening\nlistening\n');
  expect((await stat(plan.logFile)).mode & 0o777).toBe(0o600);
});

test('it leads a session of its own, and sees nothing of our environment', async () => {
  process.env['ENTSYNC_TEST_SECRET'] = 'environment-secret';
  const engine = await startServer(await planOf(ECHO));
  const stats = (await readFile(`/proc/${engine.pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  expect(Number(stats[3])).toBe(engine.pid);
  expect(await readFile(`/proc/${engine.pid}/environ`, 'utf8')).not.toContain('environment-secret');
  await engine.stop();
});

test('one that does not want to end is made to', async () => {
  const engine = await startServer(await planOf(STUBBORN, { grace: 200 }));
  await engine.stop();
  expect(await endsSoon(engine.pid)).toBe(true);
});

test('when somebody else ends it, that is noticed', async () => {
  const plan = await planOf(ECHO);
  const engine = await startServer(plan);
  process.kill(engine.pid, 'SIGKILL');
  await engine.exited;
  await engine.stop();
  expect(await exists(plan.pidFile)).toBe(false);
});

test('one that dies at once is reported with what this start wrote to its log', async () => {
  const plan = await planOf(DYING);
  await mkdir(dirname(plan.logFile));
  await writeFile(plan.logFile, 'Of an earlier start.\n');
  await expect(startServer(plan)).rejects.toMatchObject({
    code: 'ENTSYNC_ENGINE_DIED',
    logTail: 'The reason.',
    message: expect.stringContaining(plan.logFile),
  });
});

test('a program that is not there is an error, not a crash', async () => {
  const plan = await planOf(ECHO, { command: '/nowhere/server' });
  await expect(startServer(plan)).rejects.toMatchObject({ code: 'ENTSYNC_ENGINE_DIED' });
});

test('nothing is left running when the start is given up', async () => {
  const plan = await planOf(ECHO, { answers: () => Promise.reject(new Error('No good.')) });
  await expect(startServer(plan)).rejects.toThrow('No good.');
  expect(await exists(plan.pidFile)).toBe(false);
});

test('a taken port is noticed before anything is started', async () => {
  const plan = await planOf(ECHO);
  const server = await listen(plan.ports[0] ?? 0);
  await expect(startServer(plan)).rejects.toMatchObject({ code: 'ENTSYNC_PORT_TAKEN' });
  expect(await exists(plan.logFile)).toBe(false);
  await release(server);
});

test('no second server starts on the same data', async () => {
  const plan = await planOf(ECHO);
  const engine = await startServer(plan);
  await expect(startServer(plan)).rejects.toMatchObject({
    code: 'ENTSYNC_ENGINE_RUNNING',
    message: expect.stringContaining(String(engine.pid)),
  });
  await engine.stop();
});

test('a leftover is ended by its pid file', async () => {
  const plan = await planOf(ECHO);
  const engine = await startServer(plan);
  expect(await stopLeftover(plan.pidFile)).toBe(true);
  await engine.exited;
  expect(await stopLeftover(plan.pidFile)).toBe(false);
});

test('a pid that belongs to another program by now is left alone', async () => {
  const plan = await planOf(ECHO);
  const engine = await startServer(plan);
  const stale = join(plan.folder, 'stale.pid');
  await writePidFile(stale, { name: 'Echo', pid: engine.pid, commandLine: 'another program', stopSignal: 'SIGTERM' });
  expect(await stopLeftover(stale)).toBe(false);
  expect(await plan.answers()).toBe(true);
  expect(await exists(stale)).toBe(false);
  await engine.stop();
});

test('a pid file that a crash cut off tells of nobody', async () => {
  const pidFile = join(await temporaryFolder(), 'echo.pid');
  await writeFile(pidFile, '{"pid": 1');
  expect(await stopLeftover(pidFile)).toBe(false);
});
