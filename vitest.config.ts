import { defineConfig } from 'vitest/config';

/** Tests provoke failures on purpose; what they log is of no interest. */
const env = { LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent' };

/** Unit tests stand beside their file; everything that starts a server or a browser stands under tests/. */
export default defineConfig({
  test: {
    // one core fewer is the default, which leaves half of a small machine idle
    maxWorkers: '100%',
    // what one run has compiled, the next one takes: unit, integration and e2e share most of the sources
    experimental: { fsModuleCache: true },
    projects: [
      {
        test: {
          name: 'unit',
          // modules are loaded once a worker, not once a file: a third of the time
          isolate: false,
          include: [
            '{crm-core,agents,jobs,bot,admin-web}/src/**/*.test.ts',
            'tests/{architecture,evals}/**/*.test.ts',
          ],
          testTimeout: 30_000,
          env,
        },
      },
      {
        test: {
          name: 'integration',
          isolate: false,
          include: ['tests/{contracts,integration,faults}/**/*.test.ts'],
          // processes are started and killed here; the summary names every test that needed a second try
          retry: 1,
          setupFiles: ['tests/support/patience.ts'],
          globalSetup: ['tests/support/database-setup.ts', 'tests/support/programs-setup.ts'],
          testTimeout: 60_000,
          env,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup: ['tests/support/demo-setup.ts'],
          // a browser on a machine at its limit may miss one moment; the summary names every test that needed a second try
          retry: 1,
          setupFiles: ['tests/support/patience.ts'],
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          env,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
