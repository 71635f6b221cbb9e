import { parseArgs } from 'node:util';

import { checkPages } from './check-pages.ts';
import { PAGES } from './pages.ts';
import { writePages } from './write-pages.ts';

const HELP = `Makes the reference pages in docs from the code.

  npm run docs          writes them
  npm run docs:check    fails where one of them says something else than the code
`;

const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });

if (values.help === true) {
  process.stdout.write(HELP);
} else if (values.check === true) {
  const stale = await checkPages(PAGES);
  for (const file of stale) process.stderr.write(`${file} does not say what the code says; run: npm run docs\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const file of await writePages(PAGES)) process.stdout.write(`${file}\n`);
}
