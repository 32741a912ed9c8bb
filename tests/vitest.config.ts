// Who tests what: every folder of tests/ is a project, and one Postgres serves the whole run.

import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

import { ClosingLine } from './support/closing-line.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type ProjectOptions = {
  provide?: { runtime: 'process' | 'workerd' };
  isolate?: boolean;
  testTimeout?: number;
  hookTimeout?: number;
  fileParallelism?: boolean;
  sequence?: { groupOrder: number };
};

function project(name: string, options: ProjectOptions = {}) {
  const provide = { runtime: 'workerd' } as const;
  return { root, test: { name, include: [`tests/${name}/**/*.test.ts`], provide, ...options } };
}

const shared = { isolate: false };
/**
 * Worlds by the hundred: their Workers run in our own process, which lives as workerd does (a test of `simulation` holds
 * it to that). What is about the runtime itself, or reaches the Worker by an address, is in the other projects.
 */
const inProcess = { ...shared, provide: { runtime: 'process' } } as const;

export default defineConfig({
  root,
  test: {
    projects: [
      // Files that leave nothing behind share a process: importing costs more than running most of them.
      project('domain', shared),
      project('webhooks', shared),
      project('client'),
      project('stories', { ...inProcess, testTimeout: 60_000 }),
      project('panel', { ...inProcess, testTimeout: 60_000 }),
      project('worker', { ...shared, testTimeout: 60_000 }),
      project('sandbox', { testTimeout: 60_000 }),
      project('admin', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('browser', { ...shared, testTimeout: 120_000, hookTimeout: 120_000 }),
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
