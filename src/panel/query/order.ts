/** What the page of one order, or of a document without one, reads in one trip. */
import { sql } from 'drizzle-orm';
import { proof } from '#drizzle/schema/stabilize.ts';
import { type Database, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import { aroundLane } from '#src/panel/queries.ts';
import { factOf, factsOf } from '#src/stabilize/store.ts';
import { summedOf } from '#src/stabilize/summary/store.ts';
import { claimsOf } from '#src/stabilize/match/store.ts';
import type { Json } from '#domain/canonical.ts';
import { decode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { Proof } from '#domain/proof.ts';
import { breaksOf } from './breaks.ts';

/** In one trip, for the shop of that domain; `proof` is undefined for an order it does not know. */
export async function readOrder(db: Database, domain: string, of: Lane) {
  const [
    settings,
    proofs,
    facts,
    breaks,
    claims,
    summed,
    decisions,
    postings,
    attempts,
    entries,
    deliveries,
  ] = await db.trip({ domain }, [
    shopSettings(),
    statement<{ body: Json; as_of: Instant }>(sql`
        select body, iso(as_of) as as_of from ${proof} where shop_id = current_shop() and lane = ${of}`),
    factsOf({ lane: of }),
    breaksOf(of),
    claimsOf({ lane: of }),
    summedOf({ lane: of }),
    ...aroundLane(of),
  ]);
  const [found] = proofs;
  return {
    settings: settings[0],
    proof: found === undefined ? undefined : { ...decode<Proof>(found.body), asOf: found.as_of },
    facts: facts.map((row) => factOf(row).fact),
    breaks,
    claims,
    summed,
    decisions,
    postings,
    attempts,
    entries,
    deliveries,
  };
}

export type OrderRows = Awaited<ReturnType<typeof readOrder>>;
