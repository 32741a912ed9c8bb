/** A store that is asked through its Admin API, by order and in bulk, and the facts that its answers become. */
import { z } from 'zod';
import type { Fact, FactBodies, FactKind } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { virtualClock } from '#sandbox/clock.ts';
import type { ShopSettings } from '#sandbox/shopify/state.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import type { Admin } from '#src/client/shopify/admin.ts';
import { askBulk, startBulk } from '#src/client/shopify/bulk.ts';
import { bulkDocuments } from '#src/client/shopify/bulk-documents.ts';
import { readOrder } from '#src/client/shopify/read-order.ts';
import { translators } from '#webhooks/translators.ts';

const morning = Date.parse('2026-11-02T09:00:00Z');
export const readAt = '2026-11-02T10:00:00.000Z';

export const vat = { title: 'DE MwSt', rate: '0.19' };
export const lamp = { sku: 'LAMP', title: 'Lamp', quantity: 1, unitPrice: 11900n, taxes: [vat] };
export const payment = { kind: 'sale', gateway: 'shopify_payments' } as const;

const answered = z.object({ data: z.unknown(), errors: z.unknown().optional() });

/** `asked` names every question that was put to the store, `heard` all that it told by webhook. */
export function openRead(shop: ShopSettings = {}) {
  const clock = virtualClock(morning);
  const heard: { readonly topic: string; readonly body: string }[] = [];
  const store = openStore({
    clock,
    shop,
    clientSecret: 'hush',
    accessToken: 'shpat_test',
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    async deliver(request) {
      heard.push({ topic: request.headers.get('x-shopify-topic') ?? '', body: await request.text() });
      return new Response();
    },
  });
  const asked: string[] = [];
  const admin: Admin = async (query, variables) => {
    asked.push(/query (\w+)/.exec(query)?.[1] ?? '');
    const response = await store.fetch(
      new Request(`https://${store.shop.domain}/admin/api/2026-10/graphql.json`, {
        method: 'POST',
        headers: { 'X-Shopify-Access-Token': 'shpat_test', 'Content-Type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      }),
    );
    const { data, errors } = answered.parse(await response.json());
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };
  return { clock, store, admin, asked, heard };
}

export type StoreRead = ReturnType<typeof openRead>;

/** The body of the delivery that a read of one order is kept as. */
export async function answerFor({ admin }: Pick<StoreRead, 'admin'>, id: bigint): Promise<string> {
  const order = await readOrder(admin, gid('Order', String(id)));
  return JSON.stringify({ orderId: String(id), readAt, order });
}

/** What whoever reads deliveries of the source makes of a body. */
export function factsOf(source: string, topic: string, body: string): readonly Fact[] {
  const translate = translators.get(source);
  if (translate === undefined) throw new Error(`nobody reads deliveries of ${source}`);
  const delivery = { id: '1', source, topic, receivedAt: readAt, triggeredAt: null, body };
  return translate(delivery, { shop: 'plumb-demo.myshopify.com', erpConnectionId: '1' });
}

/** All that a read of one order says. */
export async function readFacts(read: StoreRead, id: bigint): Promise<readonly Fact[]> {
  return factsOf('shopify-admin', 'order', await answerFor(read, id));
}

/** All that the bulk files of the shop say. */
export async function bulkFacts({ store, admin, clock }: StoreRead): Promise<readonly Fact[]> {
  const facts: Fact[] = [];
  for (const [resource, document] of Object.entries(bulkDocuments)) {
    const operation = await startBulk(admin, document('2026-10-01T00:00:00Z'));
    await clock.run();
    const ended = await askBulk(admin, operation);
    if (ended?.url == null) continue;
    const jsonl = await (await store.fetch(new Request(ended.url))).text();
    facts.push(...factsOf('shopify-bulk', resource, JSON.stringify({ resource, readAt, jsonl })));
  }
  return facts;
}

/** The bodies of all facts of one kind. */
export function bodiesOf<Kind extends FactKind>(kind: Kind, facts: readonly Fact[]): FactBodies[Kind][] {
  const isOne = (fact: Fact): fact is Fact & { body: FactBodies[Kind] } => fact.kind === kind;
  return facts.filter(isOne).map((one) => one.body);
}
