import { readConfiguration } from '@entsync/config';
import { runService } from '@entsync/service';

import { buildRouter } from './build-router.ts';
import { routerSettings } from './settings.ts';

await runService({
  name: 'sync-router',
  readConfiguration: () => readConfiguration('sync-router', routerSettings),
  build: buildRouter,
});
