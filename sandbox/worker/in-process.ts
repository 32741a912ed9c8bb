// Runs the built Worker bundle in our own process, where a month of the world costs no wire and many lives share a thread.

import { type Answer, complain, type WorkerHost, type WorkerOptions } from './contract.ts';
import { type InProcessLife, startInProcessLife } from './in-process-life.ts';
import { WorkerKilled } from './killed.ts';

/**
 * Starts the Worker without workerd. Its globals are its own (`Date`, `fetch`, `console`, `process`, timers), ours stay
 * untouched; a start after a kill is a fresh isolate as far as the bundle can see. It has no address.
 */
export async function openInProcessWorker(options: WorkerOptions): Promise<WorkerHost> {
  const { script, bindings, outbound, clock, live = false, log = complain } = options;
  if (options.port !== undefined)
    throw new Error('a Worker in process listens at no port: run it in workerd');
  let life: InProcessLife | undefined;

  async function send(request: Request, cron: string | null = null): Promise<Answer> {
    if (life === undefined) throw new WorkerKilled();
    return await life.send(request, { cron, time: clock.now() });
  }
  const host: WorkerHost = {
    get address(): URL {
      throw new Error('a Worker in process has no address: run it in workerd');
    },
    fetch: async (request) => send(request),
    async scheduled(cron) {
      const { response, settled } = await send(new Request('https://scheduled.sandbox.test/'), cron);
      await settled;
      if (!response.ok) throw new Error(`the scheduled handler threw at "${cron}"; its log says what`);
    },
    async kill() {
      life?.end();
      life = undefined;
    },
    async start() {
      if (life !== undefined) throw new Error('the Worker is already running');
      life = startInProcessLife({ script, bindings, outbound, live, log, time: clock.now() });
    },
    dispose: async () => host.kill(),
  };
  await host.start();
  return host;
}
