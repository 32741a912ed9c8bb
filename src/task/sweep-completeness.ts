/** Counts the orders of closed hours in the store and with us, and asks after whatever one side lacks. */
import { later } from '#domain/instant.ts';
import { countOrders, listOrders } from '#src/client/shopify/sweep.ts';
import { compareHours } from '#src/stabilize/catch-up/complete.ts';
import {
  closedThrough,
  countedFrom,
  hoursBetween,
  listable,
  nextClosing,
} from '#src/stabilize/catch-up/hour.ts';
import { isWholeDue } from '#src/stabilize/catch-up/step.ts';
import { askSoon, ordersMade, writeCompleteness } from '#src/stabilize/catch-up/store.ts';
import { graceMs } from '#src/stabilize/catch-up/missed.ts';
import { keepSeen, laneOf, openStore } from './sweep-order.ts';
import type { Page, Reader } from './sweep-page.ts';

const untilPastMs = 10 * 60_000;
const hourMs = 3_600_000;
/** So many hours are counted by one question, and so many of their orders compared with ours by one page. */
const hoursPerPage = 96;
const rowsPerPage = 250;

export const completeness: Reader = {
  begin({ deps, around: { past, differing_from: differingFrom } }, of) {
    if (past === 'unread') return { waitFor: 'the past is being read', waitMs: untilPastMs };
    const now = deps.now();
    return { since: countedFrom(of, { now, isRecheck: isWholeDue(of, now), differingFrom }) };
  },

  async page(turn, pass): Promise<Page> {
    const { deps, shopId } = turn;
    const from = pass.cursor ?? pass.since;
    const hours = hoursBetween(from, closedThrough(pass.startedAt), hoursPerPage);
    if (hours.length === 0) return { rows: 0, cursor: from, isLast: true, writes: [] };
    const admin = await openStore(turn);
    const counts = await countOrders(admin, hours);
    const compared = hours.slice(0, listable(counts, rowsPerPage));
    const span = { from, to: compared.at(-1)?.to ?? from };
    const isEmpty = counts.slice(0, compared.length).every((count) => count === 0);
    const theirs = isEmpty ? [] : await listOrders(admin, span);
    const [ours] = await deps.db.trip(shopId, [ordersMade(span)]);
    const now = deps.now();
    const settledBefore = later(now, -graceMs);
    const {
      counts: found,
      unknown,
      doubtful,
    } = compareHours({ hours: compared, counts, theirs, ours, settledBefore });
    const news = theirs.filter(({ id }) => unknown.includes(id));
    const about = { resource: 'completeness', askedAt: pass.startedAt, foundAt: now } as const;
    return {
      rows: theirs.length,
      cursor: span.to,
      isLast: false,
      writes: [
        writeCompleteness(shopId, found, now),
        ...(news.length > 0 ? [await keepSeen(turn, news, about)] : []),
        ...(doubtful.length > 0
          ? [
              askSoon(
                shopId,
                doubtful.map((id) => laneOf({ id })),
                now,
              ),
            ]
          : []),
      ],
    };
  },

  // Each hour is counted as soon as it is closed, or several together in a shop that sweeps more seldom than that.
  end({ deps, shop }, pass) {
    const from = later(deps.now(), Math.max(0, shop.policy.sweepMs - hourMs));
    return { through: closedThrough(pass.startedAt), dueAt: nextClosing(from), writes: [] };
  },
};
