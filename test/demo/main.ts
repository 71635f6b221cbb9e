import { findSlapd, installDebianPackages } from '@entsync/engines';

import { TestSystem } from '../system/system.ts';
import { TOUR } from './tour.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const hasLab = await installDebianPackages(['slapd', 'ldap-utils'], say).then(
  () => true,
  () => findSlapd() !== undefined,
);
say('Starting an installation of its own in a temporary folder ...');
const system = await TestSystem.start({ lab: hasLab });
try {
  for (const { title, needsLab, step } of TOUR) {
    say(`\n${title}`);
    if (needsLab && !hasLab) say('  left out: it needs OpenLDAP (Debian, root: apt-get install slapd)');
    else await step(system, say);
  }
  say('\nEverything held.');
} finally {
  await system.remove();
}
