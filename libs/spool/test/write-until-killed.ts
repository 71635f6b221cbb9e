/* Writes into the spool that it is told until somebody kills it. Says what has become durable: a line for each record. */
import { randomUUID } from 'node:crypto';

import { SpoolWriter } from '../src/index.ts';
import { change } from './change.ts';

const [directory = ''] = process.argv.slice(2);
const spool = await SpoolWriter.open(directory, randomUUID);
for (;;) {
  const place = spool.nextPlace();
  await spool.hold(place, change());
  process.stdout.write(`held ${place.sequence}\n`);
  await spool.commit(place);
  process.stdout.write(`committed ${place.sequence}\n`);
}
