import { readConfiguration } from '@entsync/config';
import { runService } from '@entsync/service';

import { buildAdmin } from './build-admin.ts';
import { adminSettings } from './settings.ts';

await runService({
  name: 'admin',
  readConfiguration: () => readConfiguration('admin', adminSettings),
  build: buildAdmin,
});
