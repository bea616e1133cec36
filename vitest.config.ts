import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const PURE = ['test/{crypto,pki,vectors}/**/*.test.ts', 'test/app/{domain,policy,protocol}/**/*.test.ts'];

export default defineConfig({
  // The real module would download its binary; tests see what was asked of it (test/doubles/electron.ts).
  resolve: { alias: { electron: fileURLToPath(new URL('test/doubles/electron.ts', import.meta.url)) } },
  test: {
    projects: [
      {
        extends: true,
        // Bytes in, bytes out, and nothing of the machine: one process for all saves the start of one for each file.
        test: { name: 'pure', include: PURE, isolate: false },
      },
      {
        extends: true,
        // Playwright drives Electron from here too, where its program exists.
        test: { name: 'machine', include: ['test/**/*.test.{ts,tsx}', 'test/e2e/electron/*.spec.ts'], exclude: PURE },
      },
    ],
    globalSetup: ['test/global-setup.ts'],
    reporters:
      process.env.CI === undefined ? ['default'] : ['default', ['json', { outputFile: 'test-results/results.json' }]],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // How long a poll may take says nothing about the program: the default of a second breaks on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    // Also on two cores, where the default would be one: much of the time goes by waiting for browsers and servers.
    maxWorkers: 2,
  },
});
