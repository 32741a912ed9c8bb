// Who tests what: every folder of tests/ is a project, and one Postgres serves the whole run.

import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

import { ClosingLine } from './support/closing-line.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type ProjectOptions = {
  isolate?: boolean;
  testTimeout?: number;
  hookTimeout?: number;
  fileParallelism?: boolean;
  sequence?: { groupOrder: number };
};

function project(name: string, options: ProjectOptions = {}) {
  return { root, test: { name, include: [`tests/${name}/**/*.test.ts`], ...options } };
}

export default defineConfig({
  root,
  test: {
    projects: [
      // Pure code: nothing to isolate, and importing costs more than running.
      project('domain', { isolate: false }),
      project('webhooks'),
      project('client'),
      project('stories', { testTimeout: 60_000 }),
      project('panel', { testTimeout: 60_000 }),
      project('worker', { testTimeout: 60_000 }),
      project('sandbox', { testTimeout: 30_000 }),
      project('admin', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('browser', { testTimeout: 120_000, hookTimeout: 120_000 }),
      project('shape', { testTimeout: 60_000 }),
      // Lives fill every core by themselves, so they come when all else is done.
      project('simulation', { testTimeout: 120_000, fileParallelism: false, sequence: { groupOrder: 1 } }),
    ],
    // Most tests wait for a Worker, a database or a browser beside them, so two cores carry three at a time.
    maxWorkers: 3,
    globalSetup: ['tests/support/postgres-setup.ts'],
    // A page that is read while it changes is read again; a busy machine needs more than the second that is usual.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default', new ClosingLine()],
  },
});
