import { defineConfig } from 'vitest/config';

/** Tests run on the sources, so that none can pass on something that was built before. */
const sources = { conditions: ['@entsync/source'] };

const MINUTE = 60_000;

/** One project for each kind of test; a file's suffix says which it is. */
export default defineConfig({
  ssr: { resolve: { ...sources, externalConditions: ['@entsync/source'] } },
  resolve: sources,
  test: {
    // kafkajs computes timeouts in the past; Node rounds them up and says so each time.
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{libs,apps,test,tools}/**/*.spec.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 2 * MINUTE,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{libs,apps}/**/*.{int,contract}-spec.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 2 * MINUTE,
          hookTimeout: 4 * MINUTE,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e-spec.ts'],
          testTimeout: 5 * MINUTE,
          hookTimeout: 4 * MINUTE,
          // Each of them fills the machine.
          fileParallelism: false,
        },
      },
    ],
  },
});
