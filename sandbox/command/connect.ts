/** How a command on the terminal reaches the product: the running sandbox, or a deployment named by its variables. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Database, openDatabase } from '#src/client/database.ts';
import { type MasterSecrets, readMasterSecrets } from '#src/inbox/seal.ts';
import { openNeon } from '../neon.ts';
import { bindingsFor, secrets } from '../secret.ts';

const running = z.object({
  pid: z.int(),
  worker: z.url(),
  shopId: z.string(),
  database: z.string(),
  postgres: z.object({ host: z.string(), port: z.int() }),
});
export type Running = z.output<typeof running>;

export const runningFile = fileURLToPath(new URL('../../.sandbox/running.json', import.meta.url));

/** What the running `npm start` left for commands; ends the process with a sentence when there is none. */
export async function findRunning(): Promise<Running> {
  try {
    const found = running.parse(JSON.parse(await readFile(runningFile, 'utf8')));
    // Signal 0 only asks whether the process is there.
    process.kill(found.pid, 0);
    return found;
  } catch {
    console.error('No sandbox is running. Start one in another terminal with `npm start`.');
    process.exit(1);
  }
}

export type Connection = AsyncDisposable & {
  readonly db: Database;
  readonly shopId: string;
  readonly secrets: MasterSecrets;
};

/** DATABASE_URL, MASTER_SECRETS and SHOP_ID name a deployment; without them it is the running sandbox. */
export async function connect(): Promise<Connection> {
  const { DATABASE_URL, MASTER_SECRETS, SHOP_ID } = process.env;
  if (DATABASE_URL !== undefined && MASTER_SECRETS !== undefined && SHOP_ID !== undefined)
    return {
      db: openDatabase(DATABASE_URL),
      shopId: SHOP_ID,
      secrets: readMasterSecrets(MASTER_SECRETS),
      async [Symbol.asyncDispose]() {},
    };
  const found = await findRunning();
  return { ...reach(found), secrets: readMasterSecrets(secrets.masterSecrets) };
}

/** A database of a local server, reached as the product reaches its own: over Neon's protocol. */
export function reach(place: {
  readonly postgres: { readonly host: string; readonly port: number };
  readonly database: string;
  readonly shopId: string;
}): Omit<Connection, 'secrets'> {
  const neon = openNeon({ postgres: place.postgres });
  const beyond = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    return neon.hosts.includes(new URL(request.url).hostname) ? neon.fetch(request) : beyond(request);
  };
  return {
    db: openDatabase(bindingsFor(place.database).DATABASE_URL ?? ''),
    shopId: place.shopId,
    async [Symbol.asyncDispose]() {
      globalThis.fetch = beyond;
      await neon.close();
    },
  };
}
