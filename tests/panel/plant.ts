/** Rows that proofs and looks leave behind, planted where they are kept: a page shows them whoever wrote them. */
import { demoDomain, type World } from '#sandbox/world.ts';

const shop = `(select id from shop where domain = '${demoDomain}')`;

export type PlantedBreak = {
  readonly lane: string;
  readonly cause: string;
  readonly about?: string;
  readonly leg?: string;
  readonly minor?: bigint | null;
  readonly currency?: string;
  readonly sentence?: string;
  readonly order?: string | null;
  readonly since: string;
  readonly closed?: { readonly at: string; readonly how: string };
};

/** Plants a difference; its key is made as the rules make it. */
export async function plantBreak(world: World, given: PlantedBreak): Promise<void> {
  const { lane, cause, about = lane, leg = 'erp', minor = 2000n, currency = 'EUR', since, closed } = given;
  const money = minor === null ? [null, null] : [String(minor), currency];
  await world.ask(
    `insert into break (shop_id, lane, key, leg, cause, minor, currency, about, sentence, evidence, order_name,
       first_seen_at, last_seen_at, closed_at, closed_how)
     values (${shop}, $1, $2, $3, $4, $5, $6, $7, $8, '{}', $9, $10, $10, $11, $12)`,
    [
      lane,
      `${leg}/${cause}/${about}`,
      leg,
      cause,
      ...money,
      about,
      given.sentence ?? `Something about ${about} differs.`,
      given.order ?? null,
      since,
      closed?.at ?? null,
      closed?.how ?? null,
    ],
  );
}

export type PlantedProof = {
  readonly id: number;
  readonly state?: string;
  readonly placedAt: string;
  readonly total?: bigint;
  readonly currency?: string;
  readonly legs?: Partial<Record<'store' | 'erp' | 'cash' | 'refund', string>>;
};

/** Plants the proof of an order as lists and figures read it, with its lane. */
export async function plantProof(world: World, given: PlantedProof): Promise<void> {
  const { id, state = 'matched', placedAt, total = 11900n, currency = 'EUR', legs = {} } = given;
  const lane = `order/${id}`;
  await world.ask(`insert into lane (shop_id, key, stirred, settled) values (${shop}, $1, 1, 1)`, [lane]);
  await world.ask(
    `insert into proof (shop_id, lane, order_gid, order_name, state, body, as_of, placed_at, total_minor, currency,
       store_state, erp_state, cash_state, refund_state)
     values (${shop}, $1, $2, $3, $4, '{}', $5, $5, $6, $7, $8, $9, $10, $11)`,
    [
      lane,
      `gid://shopify/Order/${id}`,
      `#${id}`,
      state,
      placedAt,
      String(total),
      currency,
      legs.store ?? 'matched',
      legs.erp ?? 'matched',
      legs.cash ?? 'matched',
      legs.refund ?? 'unmeasured',
    ],
  );
}

/** Plants how far a resource was swept through. */
export async function plantSweep(world: World, resource: string, readThrough: string | null): Promise<void> {
  await world.ask(
    `insert into sweep (shop_id, resource, read_through, rows_read) values (${shop}, $1, $2, 40)
     on conflict (shop_id, resource) do update set read_through = excluded.read_through,
       rows_read = excluded.rows_read, reason = null, failures = 0`,
    [resource, readThrough],
  );
}

/** Plants our count of an hour beside the store's. */
export async function plantCount(
  world: World,
  hour: string,
  { theirs, missing }: { readonly theirs: number; readonly missing: readonly string[] },
): Promise<void> {
  await world.ask(
    `insert into completeness (shop_id, resource, hour, theirs, ours, missing, checked_at)
     values (${shop}, 'orders', $1, $2, $3, $4, $1)`,
    [hour, theirs, theirs - missing.length, JSON.stringify(missing)],
  );
}

export type PlantedBackfill = {
  readonly resource: 'orders' | 'fulfillments';
  readonly state: 'wanted' | 'running' | 'reading' | 'done' | 'failed';
  readonly startedAt: string | null;
  readonly roots: number;
  readonly read: number;
  readonly reason?: string;
};

export async function plantBackfill(world: World, given: PlantedBackfill): Promise<void> {
  const { resource, state, startedAt, roots, read, reason = null } = given;
  await world.ask(
    `insert into backfill (shop_id, resource, state, since, operation_id, started_at, roots, roots_read, reason)
     values (${shop}, $1, $2, '2026-09-24T00:00:00Z', 'gid://shopify/BulkOperation/1', $3, $4, $5, $6)`,
    [resource, state, startedAt, roots, read, reason],
  );
}

export type PlantedFact = {
  readonly kind: string;
  readonly key: string;
  readonly home: string;
  readonly at: string;
  readonly body: unknown;
};

export async function plantFact(world: World, { kind, key, home, at, body }: PlantedFact): Promise<void> {
  await world.ask(
    `insert into fact (shop_id, kind, key, home, also, happened_at, authority, digest, body, delivery_id, recorded_at)
     values (${shop}, $1, $2, $3, '{}', $4, true, repeat('0', 64), $5, 0, $4)`,
    [kind, key, home, at, JSON.stringify(body)],
  );
}
