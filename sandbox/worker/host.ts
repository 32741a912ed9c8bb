// Runs the built Worker bundle in workerd, with every request it sends caught here, and kills it when a test asks.

import { fileURLToPath } from 'node:url';

import { buildSync } from 'esbuild';
import type { MiniflareOptions } from 'miniflare';

import { compatibility } from './compatibility.ts';
import { type Answer, complain, type WorkerHost, type WorkerOptions } from './contract.ts';
import { WorkerKilled } from './killed.ts';
import { type Life, startLife } from './life.ts';
import { openOutbound } from './outbound.ts';

/** Starts the Worker. */
export async function openWorker(options: WorkerOptions): Promise<WorkerHost> {
  let life: Life | undefined;
  let dying: Promise<void> | undefined;
  let port = options.port ?? 0;
  const outbound = await openOutbound(async (request) => {
    const url = new URL(request.url);
    if (url.host === 'time.sandbox.test') return new Response(String(options.clock.now()));
    if (url.host !== 'settled.sandbox.test') return await options.outbound(request);
    life?.settle(url.pathname.slice(1));
    return new Response();
  });

  async function send(request: Request, orders: Record<string, string> = {}): Promise<Answer> {
    if (life === undefined) throw new WorkerKilled();
    return await life.send(request, { ...orders, 'sandbox-time': String(options.clock.now()) });
  }
  const host: WorkerHost = {
    get address() {
      return new URL(`http://127.0.0.1:${port}`);
    },
    fetch: (request) => send(request),
    async scheduled(cron) {
      const request = new Request('https://scheduled.sandbox.test/');
      const { response, settled } = await send(request, { 'sandbox-cron': cron });
      await settled;
      if (!response.ok) throw new Error(`the scheduled handler threw at "${cron}"; its log says what`);
    },
    async kill() {
      if (life === undefined) return;
      // Before the process is gone it may still run for a moment; nothing of that gets out or in.
      outbound.cut();
      dying = life.end();
      life = undefined;
      await dying;
    },
    async start() {
      await dying;
      if (life !== undefined) throw new Error('the Worker is already running');
      outbound.open();
      life = await startLife({ ...configuration(options, outbound.port), port });
      port = life.port;
    },
    async dispose() {
      await host.kill();
      await outbound.close();
    },
  };
  await host.start().catch(async (error: unknown) => {
    await outbound.close();
    throw error;
  });
  return host;
}

function configuration(
  { script, bindings, clock, live = false, log = complain }: WorkerOptions,
  outboundPort: number,
): MiniflareOptions {
  // Modules run in the order in which they are imported, so the bundle only ever sees the Date that was put in place.
  const entry = `import "./date.mjs"; import bundle from "./bundle.mjs"; import { wrap } from "./inside.mjs"; export default wrap(bundle);`;
  const date = live ? '' : `import { replaceDate } from "./inside.mjs"; replaceDate(${clock.now()});`;
  const module = (path: string, contents: string) => ({ type: 'ESModule' as const, path, contents });

  return {
    name: 'plumbline',
    modulesRoot: '/',
    modules: [
      module('/entry.mjs', entry),
      module('/date.mjs', date),
      module('/inside.mjs', inside()),
      module('/bundle.mjs', script),
    ],
    ...compatibility(),
    bindings: { ...bindings },
    host: '127.0.0.1',
    // Miniflare would ask Cloudflare where we are.
    cf: false,
    outboundService: {
      external: { address: `127.0.0.1:${outboundPort}`, http: { forwardedProtoHeader: 'sandbox-scheme' } },
    },
    handleStructuredLogs: log,
  };
}

function inside(): string {
  const entryPoints = [fileURLToPath(new URL('inside.ts', import.meta.url))];
  const [built] = buildSync({
    entryPoints,
    bundle: true,
    format: 'esm',
    target: 'esnext',
    write: false,
  }).outputFiles;
  if (built === undefined) throw new Error('esbuild made nothing of inside.ts');
  return built.text;
}
