import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';

import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { asOwner } from '#sandbox/database.ts';
import { attachPostgres } from '#sandbox/postgres/database.ts';
import { dump } from '#sandbox/simulation/dump.ts';
import type { WorkerHost, WorkerOptions } from '#sandbox/worker/contract.ts';
import { openInProcessWorker } from '#sandbox/worker/in-process.ts';
import { openWorld, type World } from '#sandbox/world.ts';
import { paidOrder } from '#tests/support/checkout.ts';

const noon = Date.parse('2031-11-03T12:00:00Z');

async function open(script: string, options: Partial<WorkerOptions> = {}): Promise<WorkerHost> {
  const outbound = async () => new Response('ok');
  const worker = await openInProcessWorker({
    script,
    bindings: {},
    clock: virtualClock(noon),
    outbound,
    log: () => undefined,
    ...options,
  });
  onTestFinished(() => worker.dispose());
  return worker;
}

async function ask(worker: WorkerHost, path = ''): Promise<Record<string, unknown>> {
  const { response } = await worker.fetch(new Request(`https://app.plumbline.test/${path}`));
  return z.record(z.string(), z.unknown()).parse(await response.json());
}

test('lives side by side have globals of their own, and leave those of the process alone', async () => {
  const script = `
    globalThis.mark ??= "marked by " + globalThis.process.env.NAME;
    export default { async fetch(request, env) {
      const sent = await globalThis.fetch("https://erp.plumbline.test/").then((response) => response.text());
      return Response.json({ mark: globalThis.mark, same: self === globalThis && global === globalThis, sent,
        now: Date.now(), alike: globalThis.Date === Date, own: Object.keys(process.env), agent: navigator.userAgent,
        hash: typeof crypto.subtle, is: globalThis.crypto === crypto });
    } };`;
  const [realDate, realFetch] = [globalThis.Date, globalThis.fetch];
  const life = async (NAME: string, time: number) =>
    open(script, {
      bindings: { NAME },
      clock: virtualClock(time),
      outbound: async () => new Response(`to ${NAME}`),
    });
  const [one, other] = [await life('one', noon), await life('other', noon + 5000)];
  const common = {
    same: true,
    alike: true,
    own: ['NAME'],
    agent: 'Cloudflare-Workers',
    hash: 'object',
    is: true,
  };
  expect(await ask(one)).toEqual({ ...common, mark: 'marked by one', sent: 'to one', now: noon });
  expect(await ask(other)).toEqual({
    ...common,
    mark: 'marked by other',
    sent: 'to other',
    now: noon + 5000,
  });
  expect('mark' in globalThis).toBe(false);
  expect(globalThis.Date).toBe(realDate);
  expect(globalThis.fetch).toBe(realFetch);
});

test('a killed life runs no timer, says nothing and sends nothing', async () => {
  const script = `
    export default { async fetch(request, env, context) {
      context.waitUntil(new Promise((resolve) => setTimeout(resolve, 5)).then(() => {
        console.log("still here");
        return fetch("https://erp.plumbline.test/late");
      }));
      return Response.json({});
    } };`;
  const heard: string[] = [];
  const worker = await open(script, {
    outbound: async ({ url }) => (heard.push(url), new Response()),
    log: ({ message }) => void heard.push(message),
  });
  const { settled } = await worker.fetch(new Request('https://app.plumbline.test/'));
  await worker.kill();
  await expect(settled).rejects.toThrow('killed');
  // A later timer of the same kind has run by the time ours would have.
  await worker.start();
  await (
    await worker.fetch(new Request('https://app.plumbline.test/'))
  ).settled;
  expect(heard).toEqual(['still here', 'https://erp.plumbline.test/late']);
});

test('what the Worker gives up by a signal is hung up at the world', async () => {
  const script = `
    export default { fetch: () => fetch("https://erp.plumbline.test/", { signal: AbortSignal.timeout(5) })
      .then(() => Response.json({}), (error) => Response.json({ name: error.name })) };`;
  const hungUp = Promise.withResolvers<void>();
  const worker = await open(script, {
    outbound: async ({ signal }) => {
      signal.addEventListener('abort', () => hungUp.resolve());
      await hungUp.promise;
      return new Response('too late');
    },
  });
  expect(await ask(worker)).toEqual({ name: 'TimeoutError' });
  await hungUp.promise;
});

test('a killed life is let go of, with all it held', async () => {
  setFlagsFromString('--expose-gc');
  const collect = z.custom<() => void>((value) => typeof value === 'function').parse(runInNewContext('gc'));
  const heldBytes = () => (collect(), process.memoryUsage().heapUsed);
  const lifeBytes = 8_000_000;
  const worker = await open(
    `globalThis.ballast = new Array(${lifeBytes / 8}).fill(0.5);
     export default { fetch: () => fetch("https://erp.plumbline.test/") };`,
    { outbound: async () => new Promise<never>(() => undefined) },
  );
  const before = heldBytes();
  for (let life = 0; life < 20; life += 1) {
    const waiting = worker.fetch(new Request('https://app.plumbline.test/'));
    await worker.kill();
    await expect(waiting).rejects.toThrow('killed');
    await worker.start();
  }
  expect(heldBytes() - before).toBeLessThan(3 * lifeBytes);
});

async function world(clock: Clock): Promise<World & AsyncDisposable> {
  const server = attachPostgres(inject('postgresUrl'));
  const database = `in_process_${randomUUID().replaceAll('-', '')}`;
  const script = inject('workerScript');
  const opened = await openWorld({ server, database, clock, script, runtime: 'process' });
  return Object.assign(opened, {
    async [Symbol.asyncDispose]() {
      await opened.dispose();
      await server.dropDatabase(database);
    },
  });
}

test("the product's bundle takes its time and its network from its world alone", async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('the bundle reached the network of the process')));
  onTestFinished(() => void vi.unstubAllGlobals());
  await using here = await world(virtualClock(noon));
  await here.worker.scheduled('*/5 * * * *');
  const order = here.store.placeOrder(paidOrder());
  await here.clock.run({ until: noon + 10 * 60_000 });
  here.store.fulfill(order);
  await here.clock.run({ until: noon + 20 * 60_000 });
  expect(await here.ask('select state from proof')).toEqual([{ state: 'matched' }]);
  expect(here.erp.counts()).toMatchObject({ salesOrders: 1, invoices: 1, duplicates: 0 });
  expect(here.strangers).toEqual([]);
  expect(await dump(here)).not.toContain(new Date().toISOString().slice(0, 7));
});

test('worlds one after the other leave no connection, no handle and no timer behind', async () => {
  const lives = 20;
  const resources = () => process.getActiveResourcesInfo().length;
  const liveOne = async () => {
    await using here = await world(virtualClock(noon));
    here.store.placeOrder(paidOrder());
    await here.clock.run({ until: noon + 60_000 });
    expect(here.sent.length).toBeGreaterThan(0);
    await here.dispose();
    const connected = 'select count(*)::int as count from pg_stat_activity where datname = $1';
    await expect
      .poll(async () =>
        asOwner(here.server, 'postgres', async (client) => client.query(connected, [here.database])),
      )
      .toMatchObject({ rows: [{ count: 0 }] });
  };
  await liveOne();
  const before = resources();
  for (let life = 0; life < lives; life += 1) await liveOne();
  // The test's own tools hold some; one a life would be a leak.
  expect(resources() - before).toBeLessThan(lives);
});
