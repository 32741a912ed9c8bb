import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';

import { type Postgres, startPostgres } from '#sandbox/postgres.ts';
import { findNative } from '#sandbox/postgres/native.ts';

async function rows(url: string, text: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A temporary folder open to everybody, as /tmp is, to see all that a server leaves behind. */
async function openGround(): Promise<string> {
  const ground = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
  await chmod(ground, 0o1777);
  return ground;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

describe('a server', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  test('is Postgres 18 and wants the password', async () => {
    expect(
      await rows(postgres.superuserUrl, "select current_setting('server_version_num')::int / 10000 as major"),
    ).toEqual([{ major: 18 }]);
    const stranger = postgres.url('postgres', 'postgres', 'a guess');
    await expect(rows(stranger, 'select 1')).rejects.toThrow('password authentication failed');
  });

  test('copies databases from a template and drops them under an open connection', async () => {
    await postgres.createDatabase('original');
    await rows(postgres.url('original'), 'create table t (a int); insert into t values (7)');
    await postgres.createDatabase('copy', 'original');
    expect(await rows(postgres.url('copy'), 'select a from t')).toEqual([{ a: 7 }]);

    const client = new pg.Client({ connectionString: postgres.url('copy') });
    const broken = Promise.withResolvers<Error>();
    client.on('error', broken.resolve);
    await client.connect();
    await postgres.dropDatabase('copy');
    expect(await broken.promise).toMatchObject({
      message: 'terminating connection due to administrator command',
    });
    await expect(rows(postgres.url('copy'), 'select 1')).rejects.toThrow('database "copy" does not exist');
  });

  test('sorts and folds text as unicode, not as bytes of a locale of this machine', async () => {
    expect(await rows(postgres.superuserUrl, "select upper('Łódź é') as up")).toEqual([{ up: 'ŁÓDŹ É' }]);
  });

  test('dies in a crash, comes back at the same address, and has every acknowledged commit', async () => {
    await postgres.createDatabase('ledger');
    await rows(postgres.url('ledger'), 'create table entry (n int)');
    for (let n = 1; n <= 10; n += 1) await rows(postgres.url('ledger'), `insert into entry values (${n})`);
    await postgres.crash();
    await expect(rows(postgres.url('ledger'), 'select 1')).rejects.toThrow('ECONNREFUSED');
    await postgres.restart();
    expect(await rows(postgres.url('ledger'), 'select count(*)::int as n from entry')).toEqual([{ n: 10 }]);
  });
});

test('a server whose binaries lie in a folder closed to others, their install script blocked, runs and leaves only a copy of them', async () => {
  const ground = await openGround();
  onTestFinished(() => rm(ground, { recursive: true }));
  const clone = join(ground, 'clone');
  await mkdir(clone, { mode: 0o700 });
  const installed = (source: string) => !lstatSync(source).isSymbolicLink() && !source.endsWith('.a');
  await cp(findNative(), join(clone, 'native'), { recursive: true, filter: installed });
  vi.stubEnv('TMPDIR', ground);
  onTestFinished(() => void vi.unstubAllEnvs());

  const postgres = await startPostgres({ native: join(clone, 'native') });
  expect(await rows(postgres.superuserUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await postgres.stop();

  expect(await readdir(ground)).toEqual(['clone', expect.stringContaining('plumbline-postgres-binaries-')]);
});

describe('a server is gone, with its folder, soon after its process ended by', () => {
  let ground: string;
  beforeAll(async () => {
    ground = await openGround();
  });
  afterAll(() => rm(ground, { recursive: true }));

  const signals = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;
  test.each([...signals, 'an exception', 'the end of its program'])('%s', async (ending) => {
    const signal = signals.find((name) => name === ending);
    const program = `
      import { startPostgres } from "#sandbox/postgres.ts";
      const postgres = await startPostgres();
      console.log(postgres.port);
      if (${ending === 'an exception'}) throw new Error("planned");
      if (${signal !== undefined}) setInterval(() => undefined, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
      cwd: new URL('../..', import.meta.url),
      env: { ...process.env, TMPDIR: ground },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exited = once(child, 'exit');
    const said: unknown[] = await once(createInterface(child.stdout), 'line');
    if (signal !== undefined) child.kill(signal);
    await exited;

    await vi.waitUntil(async () => (await readdir(ground)).every((name) => name.includes('-binaries-')), {
      timeout: 5_000,
    });
    expect(await isListening(Number(said[0]))).toBe(false);
  });
});
