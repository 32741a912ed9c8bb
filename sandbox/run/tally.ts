/** Counts what a world's life came to, from Postgres, the ERP's own books and what the stores sent. */
import type { World } from '../world.ts';
import type { Expected } from '../traffic/plan.ts';

/** What a run says of itself in its last line. */
export type Tally = {
  readonly deliveries: {
    readonly sent: number;
    readonly kept: number;
    readonly duplicates: number;
    readonly refused: number;
    readonly parked: number;
  };
  readonly orders: number;
  readonly postings: { readonly planned: number; readonly posted: number; readonly held: number };
  readonly erpDocuments: {
    readonly salesOrders: number;
    readonly deposits: number;
    readonly invoices: number;
    readonly duplicates: number;
  };
  readonly lost: number;
};

export type TrueOrder = { readonly orderId: string; readonly name: string; readonly expected: Expected };

export type Account = {
  readonly tally: Tally;
  /** Orders by the state of their proof. */
  readonly proofs: ReadonlyMap<string, number>;
  /** Sentences about everything that is not as it ought to be; empty when all is well. */
  readonly wrong: readonly string[];
};

/**
 * `lost` counts acknowledged deliveries that Postgres does not have, deliveries that no attempt brought through,
 * deliveries nobody worked on, and documents that an order's true life calls for and the ERP lacks.
 */
export async function account(world: World, truth: readonly TrueOrder[]): Promise<Account> {
  const inbox = await world.ask<{ dedupe_key: string; state: string }>(
    `select dedupe_key, state from inbox where source = 'shopify'`,
  );
  const { answered, lost: undelivered } = deliveriesOf(world, new Set(inbox.map((one) => one.dedupe_key)));
  const idle = inbox
    .filter((one) => one.state === 'kept')
    .map((one) => `delivery ${one.dedupe_key} was kept but never worked on`);
  const documents = documentsOf(world, truth);
  const { applications: _, ...erpDocuments } = world.erp.counts();
  const doubled = erpDocuments.duplicates > 0 ? [`the ERP holds ${erpDocuments.duplicates} duplicates`] : [];
  const strangers = world.strangers.map((host) => `the Worker asked for ${host}`);
  const lost = [...undelivered, ...idle, ...documents.missing];
  return {
    tally: {
      deliveries: {
        sent: world.sent.length,
        kept: inbox.length,
        duplicates: answered.acknowledged - inbox.length,
        refused: answered.refused,
        parked: inbox.filter((one) => one.state === 'parked').length,
      },
      orders: await count(world, `select count(*)::int as count from proof where state <> 'test'`),
      postings: {
        planned: await count(world, `select count(*)::int as count from posting where state <> 'withdrawn'`),
        posted: await count(world, `select count(*)::int as count from posting where state = 'posted'`),
        held: await count(
          world,
          `select count(*)::int as count from posting where state in ('held', 'rejected')`,
        ),
      },
      erpDocuments,
      lost: lost.length,
    },
    proofs: new Map(
      (
        await world.ask<{ state: string; count: number }>(
          `select state, count(*)::int as count from proof group by state order by count desc, state`,
        )
      ).map((one) => [one.state, one.count]),
    ),
    wrong: [...lost, ...documents.surplus, ...doubled, ...strangers],
  };
}

function deliveriesOf(world: World, kept: ReadonlySet<string>) {
  const ok = (status: number | null) => status !== null && status >= 200 && status < 300;
  const acknowledged = world.sent.filter((one) => ok(one.status));
  const vanished = acknowledged.filter((one) => one.webhookId === null || !kept.has(one.webhookId));
  const given = world.store.deliveries.filter((one) => !one.accepted);
  return {
    answered: {
      acknowledged: acknowledged.length,
      refused: world.sent.filter((one) => one.status !== null && one.status >= 400 && one.status < 500)
        .length,
    },
    lost: [
      ...vanished.map((one) => `${one.topic} ${one.webhookId} was acknowledged but is not in Postgres`),
      ...given.map((one) => `${one.topic} ${one.webhookId} never came through`),
    ],
  };
}

const kinds = [
  ['sales_order', 'salesOrder', 'sales orders'],
  ['customer_deposit', 'deposits', 'deposits'],
  ['invoice', 'invoices', 'invoices'],
] as const;

function documentsOf(world: World, truth: readonly TrueOrder[]): { missing: string[]; surplus: string[] } {
  const missing: string[] = [];
  const surplus: string[] = [];
  for (const { orderId, name, expected } of truth) {
    for (const [kind, field, words] of kinds) {
      const found = world.erp.documents.filter((one) => one.kind === kind && one.order === orderId).length;
      const sentence = `${name} ought to have ${expected[field]} ${words}; the ERP holds ${found}`;
      if (found < expected[field]) missing.push(sentence);
      if (found > expected[field]) surplus.push(sentence);
    }
  }
  return { missing, surplus };
}

async function count(world: World, query: string): Promise<number> {
  const [row] = await world.ask<{ count: number }>(query);
  return row?.count ?? 0;
}
