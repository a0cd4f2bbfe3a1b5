import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes long comes first, so that no worker is left alone with it at the end. */
const slowest = [
  ...[
    'test/web/page/run',
    'test/web/page/results',
    'test/web/server/routes/runs',
    'test/web/server/foreign-ledger',
    'test/web/server/hostile-uploads',
    'test/package',
    'test/cli/crash',
    'test/cli/sharing',
    'test/cli/batch',
    'test/cli/full-disk',
  ],
  ...['test/cli/books', 'test/self-test', 'test/cli', 'test/tribunal', 'test/cases', 'test/ledger'],
];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = slowest.findIndex((start) => moduleId.includes(`/${start}`));
      return index < 0 ? slowest.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  // As a theme file finds it.
  resolve: { alias: { 'ticket-tribunal': path.resolve('src/index.ts') } },
  test: {
    include: ['test/**/*.test.ts'],
    // Only what hangs: commands that tests start share the cores with whatever else there is.
    testTimeout: 60_000,
    // A second is short on a busy machine, and costs nothing where all is well.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    // One more than the cores that CI has: much of what tests do is wait.
    maxWorkers: 3,
    // Packages are loaded once a worker and not once a file: `set-up.ts` keeps files apart.
    isolate: false,
    // The database is on a disk, which it doesn't wait for: it would be most of what is kept in memory.
    globalSetup: ['build', 'run-postgres', 'keep-in-memory'].map(
      (name) => `test/support/${name}.ts`,
    ),
    setupFiles: ['test/support/set-up.ts'],
    sequence: { sequencer: SlowestFirst },
  },
});
