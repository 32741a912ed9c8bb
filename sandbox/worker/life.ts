// One life of the Worker, from its start to its kill: a fresh isolate, and those who wait for it.

import { randomUUID } from 'node:crypto';

import { Miniflare, type MiniflareOptions } from 'miniflare';

import type { Answer } from './contract.ts';
import { openWait } from './killed.ts';

export interface Life {
  readonly port: number;
  /** Sends a request, with orders to the part of the sandbox that lives inside. */
  send(request: Request, orders: Readonly<Record<string, string>>): Promise<Answer>;
  /** Notes that all work of a request has ended. */
  settle(id: string): void;
  /** From this moment on nobody hears of the Worker any more. */
  end(): Promise<void>;
}

export async function startLife(options: MiniflareOptions): Promise<Life> {
  const miniflare = new Miniflare(options);
  const unsettled = new Map<string, () => void>();
  const wait = openWait();
  const { port } = await miniflare.ready;

  return {
    port: Number(port),
    async send(request, orders) {
      const id = randomUUID();
      const ended = Promise.withResolvers<void>();
      unsettled.set(id, ended.resolve);
      const settled = wait.unlessKilled(ended.promise).finally(() => unsettled.delete(id));
      // Not everybody waits for the end.
      settled.catch(() => undefined);
      const answered = dispatch(miniflare, request, { ...orders, 'sandbox-request': id });
      return { response: await wait.unlessKilled(answered), settled };
    },
    settle: (id) => unsettled.get(id)?.(),
    async end() {
      wait.kill();
      await miniflare.dispose();
    },
  };
}

/** Carries a request of Node's kind to Miniflare's kind and back; bodies travel as bytes. */
async function dispatch(
  miniflare: Miniflare,
  request: Request,
  orders: Record<string, string>,
): Promise<Response> {
  const hasBody = request.body !== null;
  const answer = await miniflare.dispatchFetch(request.url, {
    method: request.method,
    headers: [...request.headers, ...Object.entries(orders)],
    redirect: 'manual',
    ...(hasBody && { body: await request.arrayBuffer() }),
  });
  const body = await answer.arrayBuffer();
  const headers = new Headers([...answer.headers]);
  return new Response(body.byteLength > 0 ? body : null, {
    status: answer.status,
    statusText: answer.statusText,
    headers,
  });
}
