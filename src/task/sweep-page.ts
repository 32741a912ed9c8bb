/** What every sweep has in common: a turn, pages, and the deliveries that are made of them. */
import type { Statement } from '#src/client/database.ts';
import type { StoreConnectionRow } from '#src/inbox/read/store.ts';
import { deliveryScope, seal } from '#src/inbox/seal.ts';
import { keepWithin } from '#src/inbox/store.ts';
import { type AroundRow, sweepTurnHolds } from '#src/stabilize/catch-up/store.ts';
import type { PageRead, Pass, Resource, Sweep } from '#src/stabilize/catch-up/step.ts';
import { digest, type Json } from '#domain/canonical.ts';
import type { Instant } from '#domain/instant.ts';
import { type Lane, lane } from '#domain/lane.ts';
import { Park } from '#domain/obstacle.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { Deps } from './deps.ts';

/** One call's work on a shop's sweeps. */
export type Turn = {
  readonly deps: Deps;
  readonly shopId: string;
  readonly shop: ShopSettings;
  readonly until: Instant;
  readonly store: StoreConnectionRow;
  readonly erp: (StoreConnectionRow & { readonly base_url: string }) | null;
  readonly around: AroundRow;
};

/** A page with all that its trip has to write. */
export type Page = PageRead & { readonly writes: readonly Statement<unknown>[] };

/** What is asked of one resource. */
export type Reader = {
  /** Where a pass that begins now is to begin, or what it waits for. */
  readonly begin: (
    turn: Turn,
    of: Sweep,
  ) => { readonly since: Instant } | { readonly waitFor: string; readonly waitMs: number };
  readonly page: (turn: Turn, pass: Pass) => Promise<Page>;
  /** Through which instant the pass read, when the next is due, and what its end changes. */
  readonly end: (
    turn: Turn,
    pass: Pass,
  ) => { readonly through: Instant; readonly dueAt: Instant; readonly writes: readonly Statement<unknown>[] };
};

/** Where the pages of a resource are kept. */
export function sweepLane(resource: Resource): Lane {
  return lane('sweep', resource);
}

type Kept = {
  readonly resource: Resource;
  readonly source: 'erp-sweep' | 'shopify-sweep';
  readonly topic: string;
  /** What makes the delivery the same as another: the same rows are kept once, however often they are asked for. */
  readonly content: Json;
  readonly body: Json;
  readonly home?: Lane;
};

/** A delivery of what was read, while the turn is still ours. */
export async function keepPage(turn: Turn, kept: Kept): Promise<Statement<unknown>> {
  const { deps, shopId, shop, until } = turn;
  const { resource, source, topic, content, body, home = sweepLane(resource) } = kept;
  const now = deps.now();
  const delivery = {
    shop: shop.domain,
    source,
    topic,
    dedupeKey: `${topic}/${digest(content)}`,
    eventId: null,
    lane: home,
    receivedAt: now,
    triggeredAt: null,
    sealed: await seal(deps.secrets, deliveryScope(shop.domain, now), JSON.stringify(body)),
  };
  return keepWithin(shopId, delivery, sweepTurnHolds(resource, until));
}

/** Whether whoever translates the source understands a body. */
export function isReadable({ deps, shop }: Turn, kept: Pick<Kept, 'source' | 'topic' | 'body'>): boolean {
  const { source, topic } = kept;
  const translate = deps.translators.get(source);
  if (translate === undefined) throw new Error(`nobody reads what a ${source} brings`);
  const body = JSON.stringify(kept.body);
  const delivery = { id: '0', source, topic, receivedAt: deps.now(), triggeredAt: null, body };
  try {
    translate(delivery, { shop: shop.domain, erpConnectionId: shop.erpConnectionId });
    return true;
  } catch (error) {
    if (error instanceof Park) return false;
    throw error;
  }
}

type Listed = {
  readonly resource: Resource;
  readonly rows: readonly Json[];
  readonly body: (rows: readonly Json[]) => Json;
  /** What else tells one page from another; null where a page without rows says nothing. */
  readonly beside: Json;
};

/** One delivery of what the store listed. A row that cannot be read gets a lane of its own, so that it stops no other. */
export async function keepListed(turn: Turn, { resource, rows, body, beside }: Listed) {
  const about = { resource, source: 'shopify-sweep', topic: resource } as const;
  const reads = (some: readonly Json[]) => isReadable(turn, { ...about, body: body(some) });
  const unreadable = reads(rows) ? [] : rows.filter((row) => !reads([row]));
  const readable = rows.filter((row) => !unreadable.includes(row));
  const kept =
    readable.length === 0 && beside === null
      ? []
      : [await keepPage(turn, { ...about, content: { rows: readable, beside }, body: body(readable) })];
  for (const row of unreadable) {
    const home = lane('unreadable', `${resource}-${digest(row).slice(0, 16)}`);
    kept.push(await keepPage(turn, { ...about, content: row, body: body([row]), home }));
  }
  return kept;
}
