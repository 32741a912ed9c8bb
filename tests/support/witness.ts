/** What database, ERP and proof say of one order, in a form that a story can compare. */
import { expect } from 'vitest';
import { z } from 'zod';
import { orderGid, type StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';

export function laneOf(order: StoreOrder): string {
  return `order/${order.id}`;
}

/** The documents that the ERP holds for an order, oldest first: `sales_order 119.00 EUR` is `['sales_order', 11900]`. */
export function documentsOf(world: World, order: StoreOrder): (readonly [kind: string, minor: number])[] {
  return world.erp.documents
    .filter((one) => one.order === orderGid(order))
    .map((one) => [one.kind, Number(one.total.minor)] as const);
}

const money = z.object({ minor: z.string().transform(Number), currency: z.string() });

/** What was entered at the ERP for one line or charge. */
const amounts = z.object({
  gross: money,
  discount: money,
  taxes: z.array(z.object({ key: z.string(), amount: money })),
});
const bodyShape = z.object({
  total: money,
  // Shipments and acts name units without amounts.
  lines: z.array(amounts.extend({ quantity: z.number(), sku: z.string().nullable() })).catch([]),
  charges: z.array(amounts.extend({ kind: z.string() })).default([]),
});

export type WitnessedPosting = {
  readonly kind: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly number: string | null;
  readonly adopted: boolean | null;
  readonly body: z.output<typeof bodyShape>;
};

/** The postings of an order in the order in which their duties arose. */
export async function postingsOf(world: World, order: StoreOrder): Promise<WitnessedPosting[]> {
  const rows = await world.ask<Omit<WitnessedPosting, 'body'> & { body: unknown }>(
    `select kind, state, reason, attempts, document_number as number, adopted, body from posting where lane = $1
     order by happened_at, array_position(array['sales_order', 'customer_deposit', 'payment', 'invoice', 'credit_memo', 'application', 'refund_payment', 'journal'], kind), key`,
    [laneOf(order)],
  );
  return rows.map((row) => ({ ...row, body: bodyShape.parse(row.body) }));
}

/** Each posting as `kind state`. */
export async function standingsOf(world: World, order: StoreOrder): Promise<string[]> {
  return (await postingsOf(world, order)).map(({ kind, state }) => `${kind} ${state}`);
}

/**
 * Every line of the ledger that an order's own course calls for: `invoice 4000 -10000` is ten thousand cents credited.
 * What the processor took for it is booked when its statement is read, and no part of this.
 */
export async function booksOf(world: World, order: StoreOrder): Promise<string[]> {
  const rows = await world.ask<{ line: string }>(
    `select split_part(e.key, '/', 1) || ' ' || l.account || ' ' || l.minor as line
     from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
     where e.order_gid = $1 and e.key not like 'balance/%'
     order by e.happened_at, array_position(array['payment', 'invoice', 'application'], split_part(e.key, '/', 1)), e.key, l.line`,
    [orderGid(order)],
  );
  return rows.map(({ line }) => line);
}

const proofShape = z.object({
  legs: z.array(
    z.object({ leg: z.string(), state: z.string(), cause: z.string().nullable(), sentence: z.string() }),
  ),
});

export type WitnessedProof = {
  readonly state: string;
  /** Each leg's state, by its name. */
  readonly legs: Readonly<Record<string, string>>;
  readonly causes: Readonly<Record<string, string | null>>;
  readonly sentences: Readonly<Record<string, string>>;
};

/** The proof as it was last written; undefined when there is none. */
export async function proofOf(world: World, order: StoreOrder): Promise<WitnessedProof | undefined> {
  const [row] = await world.ask<{ state: string; body: unknown }>(
    'select state, body from proof where lane = $1',
    [laneOf(order)],
  );
  if (row === undefined) return undefined;
  const { legs } = proofShape.parse(row.body);
  return {
    state: row.state,
    legs: Object.fromEntries(legs.map((one) => [one.leg, one.state])),
    causes: Object.fromEntries(legs.map((one) => [one.leg, one.cause])),
    sentences: Object.fromEntries(legs.map((one) => [one.leg, one.sentence])),
  };
}

/** How many receipts of an order's documents came in by the inbox. */
async function receiptsOf(world: World, order: StoreOrder): Promise<number> {
  const [row] = await world.ask<{ count: string }>(
    `select count(*) from inbox where lane = $1 and source = 'erp-receipt'`,
    [laneOf(order)],
  );
  return Number(row?.count);
}

/** An order of one lamp, paid and shipped, has come to its end: one document of each kind, one receipt each, a matched proof. */
export async function expectOneOfEach(world: World, order: StoreOrder): Promise<void> {
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['customer_deposit', 11900],
    ['invoice', 11900],
    ['application', 11900],
  ]);
  expect((await postingsOf(world, order)).map(({ state }) => state)).toEqual(Array(4).fill('posted'));
  expect(await receiptsOf(world, order)).toBe(4);
  expect(await booksOf(world, order)).toHaveLength(7);
  expect((await proofOf(world, order))?.state).toBe('matched');
}
