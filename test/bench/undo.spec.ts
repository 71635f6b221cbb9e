import { expect, test } from 'vitest';

import { Undo } from './undo.ts';

test('what was begun last is undone first, and once', async () => {
  const undone: string[] = [];
  const undo = new Undo();
  for (const name of ['broker', 'services']) undo.add(() => Promise.resolve(undone.push(name)));
  await Promise.all([undo.run(), undo.run()]);
  expect(undone).toEqual(['services', 'broker']);
});

test('a step that fails keeps no other from being undone', async () => {
  const undone: string[] = [];
  const undo = new Undo();
  undo.add(() => Promise.resolve(undone.push('broker')));
  undo.add(() => Promise.reject(new Error('still busy')));
  await expect(undo.run()).rejects.toThrow('still busy');
  expect(undone).toEqual(['broker']);
});

test('what begins while everything is being undone is undone too', async () => {
  const undone: string[] = [];
  const undo = new Undo();
  const running = undo.run();
  expect(() => undo.add(() => Promise.resolve(undone.push('late')))).toThrow('The run is being ended.');
  await running;
  await undo.run();
  expect(undone).toEqual(['late']);
});
