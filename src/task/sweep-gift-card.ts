/** Reads gift cards by their last change, of which no webhook tells, and keeps those that changed. */
import { z } from 'zod';
import { listGiftCards } from '#src/client/shopify/settlement.ts';
import { sinceLast } from '#src/stabilize/catch-up/step.ts';
import { factsKnown } from '#src/stabilize/catch-up/store.ts';
import { encode } from '#domain/encode.ts';
import { instant, later } from '#domain/instant.ts';
import { openStore } from './sweep-order.ts';
import { keepListed, type Page, type Reader } from './sweep-page.ts';

const untilPastMs = 10 * 60_000;
/** A change in the second in which a card was read may not be in what was read. */
const sameMomentMs = 2000;

const dated = z.object({ updatedAt: z.string() });

export const giftCards: Reader = {
  begin({ around: { past } }, of) {
    // The tenders that explain what cards lost are in the past.
    if (past === 'unread') return { waitFor: 'the past is being read', waitMs: untilPastMs };
    return { since: sinceLast(of) };
  },

  /** The last changed come first, so the pass ends with the first that has not changed since. */
  async page(turn, pass): Promise<Page> {
    const page = await listGiftCards(await openStore(turn), pass.cursor);
    const askedAt = turn.deps.now();
    const ids = page.rows.map(({ id }) => id);
    const [known] = await turn.deps.db.trip(turn.shopId, [factsKnown('gift_card', ids)]);
    const toldAt = new Map(known.map((one) => [one.key, one.happened_at]));
    const changedAt = (row: unknown) => instant(dated.safeParse(row).data?.updatedAt) ?? askedAt;
    const changed = page.rows.filter((row) => changedAt(row) >= pass.since);
    const news = changed.filter((row) => {
      const told = toldAt.get(row.id);
      return told === undefined || changedAt(row) >= later(told, -sameMomentMs);
    });
    const isLast = page.next === null || changed.length < page.rows.length;
    return {
      rows: changed.length,
      cursor: isLast ? null : page.next,
      isLast,
      writes: await keepListed(turn, {
        resource: 'gift-cards',
        rows: news.map(encode),
        body: (cards) => ({ askedAt, cards }),
        beside: null,
      }),
    };
  },

  end({ deps, shop }, pass) {
    return { through: pass.startedAt, dueAt: later(deps.now(), shop.policy.sweepMs), writes: [] };
  },
};
