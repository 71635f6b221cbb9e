/* Writes into the spool that it is told until somebody kills it. Says what has become durable: a line for each record. */
import { SpoolWriter } from '../src/index.ts';
import { change } from './change.ts';

const ORIGIN = '7d2f1c9a-0b34-4e5f-8a6b-1c2d3e4f5a6b';

const [directory = ''] = process.argv.slice(2);
const spool = await SpoolWriter.open(directory, () => ORIGIN);
for (;;) {
  const place = spool.nextPlace();
  await spool.hold(place, change());
  process.stdout.write(`held ${place.sequence}\n`);
  await spool.commit(place);
  process.stdout.write(`committed ${place.sequence}\n`);
}
