import { runAdapterHost } from '@entsync/adapter-host';

import { sinkAdapter } from './sink-adapter.ts';

await runAdapterHost(sinkAdapter);
