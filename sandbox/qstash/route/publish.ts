/** `/v2/publish` and `/v2/batch`. */
import type { Hono } from 'hono';
import { z } from 'zod';

import type { Office } from '#sandbox/qstash/office.ts';
import { type Asked, readOrder } from '#sandbox/qstash/order.ts';
import type { Order } from '#sandbox/qstash/message.ts';
import { Unsupported } from '#sandbox/qstash/refusal.ts';

/** The rest of the path is the destination, and the query is the destination's. */
export async function asked(request: Request, before: string): Promise<Asked> {
  const { pathname, search, searchParams } = new URL(request.url);
  for (const name of searchParams.keys())
    if (/^(?:upstash-|qstash_token$)/i.test(name))
      throw new Unsupported(`the option ${name} is served here as a header alone`);
  const body = new Uint8Array(await request.arrayBuffer());
  return { url: pathname.slice(before.length) + search, headers: request.headers, body };
}

function published(office: Office, order: Order) {
  const { message, isDuplicate } = office.publish(order);
  return { messageId: message.messageId, url: message.url, ...(isDuplicate && { deduplicated: true }) };
}

const Batch = z.array(
  z.object({
    destination: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().default(''),
    queue: z.string().optional(),
  }),
);

export function servePublishing(app: Hono, office: Office): void {
  app.post('/v2/publish/*', async (c) => {
    const answer = published(office, readOrder(await asked(c.req.raw, '/v2/publish/')));
    return c.json(answer, 'deduplicated' in answer ? 202 : 201);
  });
  app.post('/v2/batch', async (c) => {
    const batch = Batch.parse(await c.req.json());
    if (batch.some(({ queue }) => queue !== undefined)) throw new Unsupported('queues are not served here');
    // All are read before the first is published: a batch that is refused has published nothing.
    const orders = batch.map(({ destination, headers, body }) =>
      readOrder({
        url: destination,
        headers: new Headers(headers),
        body: new TextEncoder().encode(body),
      }),
    );
    return c.json(orders.map((order) => published(office, order)));
  });
}
