import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { buildWorker } from '#sandbox/worker/build.ts';
import type { WorkerHost, WorkerOptions } from '#sandbox/worker/contract.ts';
import { openWorker } from '#sandbox/worker/host.ts';
import { openInProcessWorker } from '#sandbox/worker/in-process.ts';
import { WorkerKilled } from '#sandbox/worker/killed.ts';

const noon = Date.parse('2026-11-02T12:00:00Z');

// A Worker that does in its handler what the test writes into the path.
const script = `
  const atLoad = Date.now();
  const acts = {
    async date() {
      const date = new Date();
      return { now: Date.now(), date: date.getTime(), atLoad, text: Date().slice(0, 15), given: new Date(5).getTime(),
        is: date instanceof Date, own: new date.constructor().getTime(), utc: Date.UTC(2020, 0), parsed: Date.parse("2020-01-01") };
    },
    async timers() {
      const before = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { waited: performance.now() >= before, date: Date.now() };
    },
    async chain(request, env, ctx) {
      const send = (name) => fetch("https://erp.plumbline.test/" + name);
      ctx.waitUntil((async () => {
        await send("first");
        ctx.waitUntil(new Promise((resolve) => setTimeout(resolve, 20)).then(() => send("second")));
      })());
      ctx.waitUntil(Promise.reject(new Error("work may fail")));
      return { answered: true };
    },
    async out(request) {
      const response = await fetch("https://erp.plumbline.test/v1/things?a=1&b=%20", {
        method: "POST", headers: { "x-name": "value" }, body: new Uint8Array([0, 255, 128]) });
      return { status: response.status, seen: response.headers.get("x-seen"), cookies: response.headers.getSetCookie(),
        body: [...new Uint8Array(await response.arrayBuffer())] };
    },
    async fails() {
      return { error: await fetch("http://gone.plumbline.test/").then(() => "none", (error) => String(error)) };
    },
    async echo(request, env) {
      return { url: request.url, method: request.method, headers: Object.fromEntries(request.headers), body: await request.text(), env };
    },
    async throws() { throw new Error("planned"); },
  };
  let count = 0;
  export default {
    async fetch(request, env, ctx) {
      const act = new URL(request.url).pathname.slice(1);
      count += 1;
      if (act === "count") return Response.json({ count });
      if (act === "empty") return new Response(null, { status: 204 });
      if (act === "moved") return Response.redirect("https://app.plumbline.test/date", 302);
      return Response.json(await acts[act](request, env, ctx));
    },
    async scheduled(controller, env, ctx) {
      if (controller.cron === "bad") throw new Error("planned");
      ctx.waitUntil(fetch("https://erp.plumbline.test/" + encodeURIComponent(controller.cron) + "/" + controller.scheduledTime));
    },
  };
`;

let openHost: typeof openWorker;
let worker: WorkerHost;
afterEach(() => worker.dispose());

interface World {
  readonly clock: Clock;
  readonly sent: Request[];
}

/** A running Worker, and what it sent into the world. */
async function open(options: Partial<WorkerOptions> = {}): Promise<World> {
  const clock = options.clock ?? virtualClock(noon);
  const sent: Request[] = [];
  const outbound = async (request: Request) => {
    sent.push(request);
    return (await options.outbound?.(request)) ?? new Response('ok');
  };
  worker = await openHost({ script, bindings: {}, clock, log: () => undefined, ...options, outbound });
  return { clock, sent };
}

async function ask(act: string, init?: RequestInit): Promise<Record<string, unknown>> {
  const { response } = await worker.fetch(new Request(`https://app.plumbline.test/${act}`, init));
  return z.record(z.string(), z.unknown()).parse(await response.json());
}

describe.each([
  { runtime: 'workerd', open: openWorker },
  { runtime: 'our own process', open: openInProcessWorker },
])('a Worker in $runtime', (host) => {
  beforeEach(() => void (openHost = host.open));

  test("Date follows the world's clock from the moment the bundle is loaded, and nothing else about it changes", async () => {
    const { clock } = await open();
    const text = new Date(noon).toDateString();
    const same = {
      text,
      given: 5,
      is: true,
      utc: Date.UTC(2020, 0),
      parsed: Date.parse('2020-01-01'),
      atLoad: noon,
    };
    expect(await ask('date')).toEqual({ ...same, now: noon, date: noon, own: noon });
    await clock.run({ until: noon + 90_000 });
    const later = noon + 90_000;
    expect(await ask('date')).toEqual({ ...same, now: later, date: later, own: later });
  });

  test('timers are real, and no time of the world passes while they run', async () => {
    await open();
    expect(await ask('timers')).toEqual({ waited: true, date: noon });
  });

  test('a live Worker has the date of this machine', async () => {
    await open({ live: true });
    const { now, date } = await ask('date');
    expect(Number(now)).toBeGreaterThan(noon);
    expect(Math.abs(Number(date) - Date.now())).toBeLessThan(60_000);
  });

  test('a request arrives with its URL, method, headers and body, and the bindings, and without a trace of the sandbox', async () => {
    await open({ bindings: { QSTASH_TOKEN: 'token' } });
    const seen = await ask('echo?shop=a%20b', {
      method: 'PUT',
      headers: { 'x-topic': 'orders/paid' },
      body: 'raw bytes',
    });
    expect(seen).toMatchObject({
      url: 'https://app.plumbline.test/echo?shop=a%20b',
      method: 'PUT',
      body: 'raw bytes',
      env: { QSTASH_TOKEN: 'token' },
    });
    expect(seen.headers).toMatchObject({ 'x-topic': 'orders/paid' });
    expect(Object.keys(seen.headers ?? {}).filter((name) => name.startsWith('sandbox-'))).toEqual([]);
  });

  test('an answer without a body and a redirect come back as they are', async () => {
    await open();
    const empty = await worker.fetch(new Request('https://app.plumbline.test/empty'));
    expect([empty.response.status, empty.response.body]).toEqual([204, null]);
    const moved = await worker.fetch(new Request('https://app.plumbline.test/moved'));
    expect([moved.response.status, moved.response.headers.get('location')]).toEqual([
      302,
      'https://app.plumbline.test/date',
    ]);
  });

  test('what the Worker sends reaches the world byte for byte, and so does the answer', async () => {
    const { sent } = await open({
      outbound: async (request) => {
        const headers = new Headers({
          'x-seen': `${request.method} ${request.url} ${request.headers.get('x-name')}`,
        });
        headers.append('set-cookie', 'a=1');
        headers.append('set-cookie', 'b=2');
        return new Response(await request.bytes(), { status: 201, headers });
      },
    });
    expect(await ask('out')).toEqual({
      status: 201,
      seen: 'POST https://erp.plumbline.test/v1/things?a=1&b=%20 value',
      cookies: ['a=1', 'b=2'],
      body: [0, 255, 128],
    });
    expect(sent).toHaveLength(1);
  });

  test('what the world throws is a network failure to the Worker', async () => {
    const { sent } = await open({ outbound: () => Promise.reject(new TypeError('fetch failed')) });
    const { error } = await ask('fails');
    expect(error).toMatch(/^Error: .*(connection lost|disconnected)/i);
    expect(sent[0]?.url).toBe('http://gone.plumbline.test/');
  });

  test('a request has settled when all it left to waitUntil has ended, also what that left in its turn', async () => {
    const { sent } = await open();
    const { response, settled } = await worker.fetch(new Request('https://app.plumbline.test/chain'));
    expect(await response.json()).toEqual({ answered: true });
    await settled;
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(['/first', '/second']);
  });

  test('an exception nobody caught is answered as Cloudflare does, and settles', async () => {
    const logged: string[] = [];
    await open({ log: ({ message }) => void logged.push(message) });
    const { response, settled } = await worker.fetch(new Request('https://app.plumbline.test/throws'));
    expect([response.status, await response.text()]).toEqual([500, 'error code: 1101']);
    await settled;
    await expect.poll(() => logged.join()).toContain('planned');
  });

  test("the scheduled handler runs at the world's time, until its work has ended, and says when it throws", async () => {
    const { sent } = await open();
    await worker.scheduled('* * * * *');
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      `/${encodeURIComponent('* * * * *')}/${noon}`,
    ]);
    await expect(worker.scheduled('bad')).rejects.toThrow('threw at "bad"');
  });

  test('a request in flight when it is killed fails with the kill', async () => {
    await open({
      outbound: async () => {
        await worker.kill();
        return new Response('too late');
      },
    });
    await expect(ask('out')).rejects.toThrow(WorkerKilled);
  });

  test('killed while it waits for the world, it hears nothing more, does nothing more, and starts afresh', async () => {
    const answered = Promise.withResolvers<void>();
    const wentOn = Promise.withResolvers<void>();
    const { sent } = await open({
      outbound: async ({ url }) => {
        if (!url.endsWith('/first')) return new Response('ok');
        await answered.promise;
        await worker.kill();
        wentOn.resolve();
        return new Response('too late');
      },
    });
    expect(await ask('count')).toEqual({ count: 1 });
    const { settled } = await worker.fetch(new Request('https://app.plumbline.test/chain'));
    answered.resolve();
    await expect(settled).rejects.toThrow(WorkerKilled);
    await expect(ask('count')).rejects.toThrow(WorkerKilled);
    await wentOn.promise;

    await worker.start();
    expect(await ask('count')).toEqual({ count: 1 });
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(['/first']);
  });
});

describe('a Worker in workerd', () => {
  beforeEach(() => void (openHost = openWorker));

  test("other processes reach it over HTTP, at the world's time", async () => {
    const { clock } = await open();
    expect(worker.address.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const response = await fetch(new URL('/date', worker.address));
    expect(await response.json()).toMatchObject({ now: noon });
    await clock.run({ until: noon + 90_000 });
    const later = await fetch(new URL('/date', worker.address));
    expect(await later.json()).toMatchObject({ now: noon + 90_000 });
  });

  test('killed, it is at no address, and it comes back at the same', async () => {
    await open();
    const { address } = worker;
    await worker.kill();
    await expect(fetch(address)).rejects.toThrow('fetch failed');
    await worker.start();
    expect(worker.address.href).toBe(address.href);
  });
});

test('a Worker in our own process says that it has no address', async () => {
  openHost = openInProcessWorker;
  await open();
  expect(() => worker.address).toThrow('has no address');
  await expect(open({ port: 8080 })).rejects.toThrow('listens at no port');
});

test('the bundle is what wrangler would deploy, built once, with its sizes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-build-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const config = join(folder, 'wrangler.toml');
  await writeFile(config, `name = "fixture"\nmain = "main.ts"\ncompatibility_date = "2026-07-30"\n`);
  await writeFile(
    join(folder, 'main.ts'),
    `const answer: number = 42;\nexport default { fetch: () => Response.json({ answer }) };\n`,
  );

  const bundle = await buildWorker(config);
  expect(buildWorker(config)).toBe(buildWorker(config));
  expect(bundle.bytes).toBe(Buffer.byteLength(bundle.script));
  expect(bundle.gzipBytes).toBeLessThan(bundle.bytes);
  for (openHost of [openWorker, openInProcessWorker]) {
    await open({ script: bundle.script });
    expect(await ask('')).toEqual({ answer: 42 });
    await worker.dispose();
  }
});
