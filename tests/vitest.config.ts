// Who tests what: every folder of tests/ is a project, and one Postgres serves the whole run.

import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

import { ClosingLine } from './support/closing-line.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function project(name: string, options: { isolate?: boolean; testTimeout?: number } = {}) {
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
      project('worker', { testTimeout: 60_000 }),
      project('sandbox', { testTimeout: 30_000 }),
      project('shape', { testTimeout: 60_000 }),
    ],
    globalSetup: ['tests/support/postgres-setup.ts'],
    reporters: ['default', new ClosingLine()],
  },
});
