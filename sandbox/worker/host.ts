// Runs the built Worker bundle in workerd, with every request it sends caught here, and kills it when a test asks.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { Miniflare, type MiniflareOptions } from "miniflare";

import type { Clock } from "#sandbox/clock.ts";

import { compatibility } from "./compatibility.ts";
import { openOutbound } from "./outbound.ts";

export interface WorkerHost {
  /** Where other processes reach the Worker over HTTP. */
  readonly address: URL;
  /**
   * Sends a request to the Worker, which sees it with exactly this URL. `settled` resolves when the response has been
   * made and everything given to `waitUntil` has ended. Both reject with `WorkerKilled` when it is killed before that.
   */
  fetch(request: Request): Promise<{ response: Response; settled: Promise<void> }>;
  /** Runs the Worker's scheduled handler, until all its work has ended. */
  scheduled(cron: string): Promise<void>;
  /** Kills the isolate at once, as an eviction does: work in flight is lost. May be called while it waits for `outbound`. */
  kill(): Promise<void>;
  /** Brings up a fresh isolate with the same configuration at the same address. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}

export interface WorkerOptions {
  /** The bundle: one ES module. */
  readonly script: string;
  /** Plain text variables. */
  readonly bindings: Readonly<Record<string, string>>;
  /** The rest of the world. What it throws reaches the Worker as a network failure. */
  outbound(request: Request): Promise<Response>;
  readonly clock: Clock;
  readonly port?: number;
  /** Leaves `Date` alone, for a world that lives by the wall clock. */
  readonly live?: boolean;
  /** What the Worker writes to its console; warnings and errors go to our own standard error without it. */
  log?(entry: { level: string; message: string }): void;
}

/** What is told to those who wait for a Worker that is no more. */
export class WorkerKilled extends Error {
  constructor() {
    super("the Worker was killed before it had finished");
    this.name = "WorkerKilled";
  }
}

/** One life of the Worker, from start to kill. */
interface Life {
  readonly miniflare: Miniflare;
  readonly killed: PromiseWithResolvers<never>;
  /** Requests whose work has not ended yet. */
  readonly unsettled: Map<string, () => void>;
}

/** Starts the Worker. */
export async function openWorker(options: WorkerOptions): Promise<WorkerHost> {
  let life: Life | undefined;
  const outbound = await openOutbound(async (request) => {
    const url = new URL(request.url);
    if (url.host !== "settled.sandbox.test") return await options.outbound(request);
    life?.unsettled.get(url.pathname.slice(1))?.();
    return new Response();
  });
  let port = options.port ?? 0;

  let dying: Promise<void> | undefined;

  async function start(): Promise<void> {
    await dying;
    if (life !== undefined) throw new Error("the Worker is already running");
    outbound.open();
    const miniflare = new Miniflare({ ...configuration(options, outbound.port), port });
    life = { miniflare, killed: Promise.withResolvers(), unsettled: new Map() };
    life.killed.promise.catch(() => undefined);
    port = Number((await miniflare.ready).port);
  }

  async function kill(): Promise<void> {
    if (life === undefined) return;
    const { miniflare, killed } = life;
    life = undefined;
    outbound.cut();
    killed.reject(new WorkerKilled());
    dying = miniflare.dispose();
    await dying;
  }

  async function send(request: Request, orders: Record<string, string>): Promise<{ response: Response; settled: Promise<void> }> {
    if (life === undefined) throw new WorkerKilled();
    const { miniflare, killed, unsettled } = life;
    const id = randomUUID();
    const ended = Promise.withResolvers<void>();
    unsettled.set(id, ended.resolve);
    const settled = Promise.race([ended.promise, killed.promise]).finally(() => unsettled.delete(id));
    // Whoever does not wait for the end need not hear of it.
    settled.catch(() => undefined);

    const headers = { "sandbox-request": id, "sandbox-time": String(options.clock.now()), ...orders };
    const answered = dispatch(miniflare, request, headers);
    answered.catch(() => undefined);
    return { response: await Promise.race([answered, killed.promise]), settled };
  }

  await start();
  return {
    get address() {
      return new URL(`http://127.0.0.1:${port}`);
    },
    fetch: (request) => send(request, {}),
    async scheduled(cron) {
      const { response, settled } = await send(new Request("https://scheduled.sandbox.test/"), { "sandbox-cron": cron });
      await settled;
      if (!response.ok) throw new Error(`the scheduled handler threw at "${cron}"; the Worker's log says what`);
    },
    kill,
    start,
    async dispose() {
      await kill();
      await outbound.close();
    },
  };
}

/** Carries a request of Node's kind to Miniflare's kind and back; bodies travel as bytes. */
async function dispatch(miniflare: Miniflare, request: Request, orders: Record<string, string>): Promise<Response> {
  const hasBody = request.body !== null;
  const answer = await miniflare.dispatchFetch(request.url, {
    method: request.method,
    headers: [...request.headers, ...Object.entries(orders)],
    redirect: "manual",
    ...(hasBody && { body: await request.arrayBuffer() }),
  });
  const body = await answer.arrayBuffer();
  const headers = new Headers([...answer.headers]);
  return new Response(body.byteLength > 0 ? body : null, { status: answer.status, statusText: answer.statusText, headers });
}

function configuration({ script, bindings, clock, live = false, log = complain }: WorkerOptions, outboundPort: number): MiniflareOptions {
  // Modules run in the order in which they are imported, so the bundle only ever sees the Date that was put in place.
  const entry = `import "./date.mjs"; import bundle from "./bundle.mjs"; import { wrap } from "./inside.mjs"; export default wrap(bundle);`;
  const date = live ? "" : `import { replaceDate } from "./inside.mjs"; replaceDate(${clock.now()});`;
  const module = (path: string, contents: string) => ({ type: "ESModule" as const, path, contents });

  return {
    name: "plumbline",
    modulesRoot: "/",
    modules: [
      module("/entry.mjs", entry),
      module("/date.mjs", date),
      module("/inside.mjs", readFileSync(new URL("inside.js", import.meta.url), "utf8")),
      module("/bundle.mjs", script),
    ],
    ...compatibility(),
    bindings: { ...bindings },
    host: "127.0.0.1",
    // Miniflare would ask Cloudflare where we are.
    cf: false,
    outboundService: { external: { address: `127.0.0.1:${outboundPort}`, http: { forwardedProtoHeader: "sandbox-scheme" } } },
    handleStructuredLogs: log,
  };
}

function complain({ level, message }: { level: string; message: string }): void {
  if (level === "warn" || level === "error") process.stderr.write(`worker: ${message}\n`);
}
