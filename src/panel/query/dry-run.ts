/** What a dry run reads of one order: all that its lane's own drain would, and nothing is claimed. */
import { sql } from 'drizzle-orm';
import { lane } from '#drizzle/schema/inbox.ts';
import { proof } from '#drizzle/schema/stabilize.ts';
import { postingOf, postingsOf } from '#src/automate/store.ts';
import { type Database, statement } from '#src/client/database.ts';
import type { LaneSnapshot } from '#src/flow.ts';
import { settingsOf, shopSettings } from '#src/inbox/store.ts';
import { claimOf, claimsOf } from '#src/stabilize/match/store.ts';
import { noMappings } from '#src/stabilize/shop-facts/known-mappings.ts';
import { shopFacts, shopFactsOf } from '#src/stabilize/shop-facts/store.ts';
import { entriesOf, entryOf } from '#src/stabilize/ledger/store.ts';
import { factOf, factsOf } from '#src/stabilize/store.ts';
import { summedInOf, summedOf } from '#src/stabilize/summary/store.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { ShopFacts, ShopSettings } from '#domain/shop.ts';

export type DryOrder = {
  readonly snapshot: LaneSnapshot;
  readonly shop: ShopSettings;
  readonly shopFacts: ShopFacts;
};

type Found = { readonly lane: Lane; readonly heard_at: Instant | null; readonly read_due_at: Instant | null };

/** The newest order of that name, in two trips; undefined where none is known by it. */
export async function readDry(db: Database, domain: string, name: string): Promise<DryOrder | undefined> {
  const bare = name.replace(/^#/, '');
  const [[found]] = await db.trip({ domain }, [
    statement<Found>(sql`
      select p.lane, iso(l.heard_at) as heard_at, iso(l.read_due_at) as read_due_at from ${proof} p
      join ${lane} l on l.shop_id = p.shop_id and l.key = p.lane
      where p.shop_id = current_shop() and p.order_name in (${name}, ${bare}, ${`#${bare}`})
      order by p.placed_at desc nulls last, p.lane limit 1`),
  ]);
  if (found === undefined) return undefined;
  const scope = { lane: found.lane };
  const [facts, postings, entries, claims, summed, [known], [settings]] = await db.trip({ domain }, [
    factsOf(scope),
    postingsOf(scope),
    entriesOf(scope),
    claimsOf(scope),
    summedOf(scope),
    shopFacts(null),
    shopSettings(),
  ]);
  if (known === undefined || settings === undefined) return undefined;
  return {
    shop: settingsOf(settings),
    shopFacts: shopFactsOf(known, noMappings),
    snapshot: {
      lane: found.lane,
      heardAt: found.heard_at,
      readDueAt: found.read_due_at,
      deliveries: [],
      facts: facts.map(factOf),
      postings: postings.map(postingOf),
      entries: entries.map(entryOf),
      claims: claims.map(claimOf),
      summed: summed.map(summedInOf),
    },
  };
}
