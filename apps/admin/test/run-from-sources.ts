import { join } from 'node:path';

import { createViteServer } from 'vitest/node';

/** Runs the service in a process of its own on its sources, so that no test can pass on something that was built before. */
const conditions = ['@entsync/source', 'node'];
const server = await createViteServer({
  configFile: false,
  root: join(import.meta.dirname, '../../..'),
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true, include: [] },
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
});
await server.ssrLoadModule(join(import.meta.dirname, '../src/main.ts'));
