import { defineConfig } from 'vitest/config';

const sources = { conditions: ['@entsync/source'] };

export default defineConfig({
  ssr: { resolve: { ...sources, externalConditions: ['@entsync/source'] } },
  resolve: sources,
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['libs/**/*.spec.ts', 'apps/**/*.spec.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
