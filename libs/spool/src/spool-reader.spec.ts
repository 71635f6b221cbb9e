import { beforeEach, expect, test, vi } from 'vitest';

import { asked, failures, forget, there } from '../test/recorded-files.ts';
import { SpoolReader } from './spool-reader.ts';

vi.mock('node:fs/promises', () => import('../test/recorded-files.ts'));

const RECORD = '0000000100000001.rec';

beforeEach(forget);

test.each(['EACCES', 'EMFILE'])(
  'a record that cannot be read for now (%s) is neither passed over nor set aside: what follows waits behind it',
  async (code) => {
    there.push(RECORD);
    failures.set(`read /spool/${RECORD}`, code);
    await expect(new SpoolReader('/spool').read(10)).rejects.toMatchObject({ code });
    expect(asked.filter((what) => what.startsWith('rename'))).toEqual([]);
  },
);
