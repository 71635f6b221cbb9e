import { readConfiguration } from '@entsync/config';
import { runService } from '@entsync/service';

import { buildStore } from './build-store.ts';
import { storeSettings } from './settings.ts';

await runService({
  name: 'mapping-store',
  readConfiguration: () => readConfiguration('mapping-store', storeSettings),
  build: buildStore,
});
