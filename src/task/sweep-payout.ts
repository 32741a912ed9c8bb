/** Reads which payouts were issued and what became of them, each with all that it took along. */
import { later } from '#domain/instant.ts';
import { z } from 'zod';
import { listPayoutParts, listPayouts } from '#src/client/shopify/settlement.ts';
import { factsKnown } from '#src/stabilize/catch-up/store.ts';
import { encode } from '#domain/encode.ts';
import { booksFrom, noAccount, noAccountMs, pastMs } from './sweep-balance.ts';
import { openStore } from './sweep-order.ts';
import { keepListed, type Page, type Reader } from './sweep-page.ts';

const noBooksMs = 10 * 60_000;
/** A payout says nothing of when its status changed, so it is asked about until it is surely settled. */
const settlesWithinMs = 14 * 86_400_000;

/** A payout is issued once a day. */
const payoutsMs = 6 * 3_600_000;

const stated = z.object({ status: z.string() });

export const payouts: Reader = {
  begin({ shop }, { readThrough }) {
    const from = booksFrom(shop);
    if (from === null) return { waitFor: 'nothing is booked yet', waitMs: noBooksMs };
    return { since: readThrough === null ? later(from, -pastMs) : later(readThrough, -settlesWithinMs) };
  },

  async page(turn, pass): Promise<Page> {
    const admin = await openStore(turn);
    const page = await listPayouts(admin, pass.since, pass.cursor);
    if (page === null) return { rows: 0, cursor: noAccount, isLast: true, writes: [] };
    const ids = page.rows.map(({ id }) => id);
    const [known] = await turn.deps.db.trip(turn.shopId, [factsKnown('payout', ids)]);
    const told = new Map(known.map(({ key, status }) => [key, status]));
    const news = page.rows.filter(
      (row) => told.get(row.id) !== stated.safeParse(row).data?.status.toLowerCase(),
    );
    const rows = [];
    for (const payout of news) rows.push(encode({ payout, parts: await listPayoutParts(admin, payout.id) }));
    const askedAt = turn.deps.now();
    return {
      rows: page.rows.length,
      cursor: page.next,
      isLast: page.next === null,
      writes: await keepListed(turn, {
        resource: 'payouts',
        rows,
        body: (some) => ({ askedAt, payouts: some }),
        beside: null,
      }),
    };
  },

  end({ deps, shop }, pass) {
    const waitMs = pass.cursor === noAccount ? noAccountMs : Math.max(payoutsMs, shop.policy.sweepMs);
    return { through: pass.startedAt, dueAt: later(deps.now(), waitMs), writes: [] };
  },
};
