// One Postgres for the whole run; each test file makes its own databases in it.

import type { TestProject } from 'vitest/node';

import { prepareTemplate } from '#sandbox/database.ts';
import { buildWorker } from '#sandbox/worker/build.ts';
import { startPostgres } from '#sandbox/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** For `attachPostgres`. */
    postgresUrl: string;
    /** The Worker's bundle, built once a run. */
    workerScript: string;
    /** Where a test's Worker runs when the test does not say: the project decides. */
    runtime: 'workerd' | 'process';
  }
}

/** Projects that must run without waiting for a server. */
const pure = new Set(['domain', 'webhooks', 'client', 'shape', 'admin']);

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (project.vitest.projects.every(({ name }) => pure.has(name))) return undefined;
  const postgres = await startPostgres();
  await prepareTemplate(postgres);
  project.provide('postgresUrl', postgres.superuserUrl);
  project.provide('workerScript', (await buildWorker()).script);
  return () => postgres.stop();
}
