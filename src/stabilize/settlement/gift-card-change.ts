/** All changes of gift cards by one amount, the tenders that may be their cause, and the ERP's journals of it. */
import { shown } from '#domain/money.ts';
import type { Break } from '#domain/break.ts';
import type { Transaction } from '#domain/fact.ts';
import { type Instant, localDate, later } from '#domain/instant.ts';
import { laneKind } from '#domain/lane.ts';
import { policyAt } from '#domain/policy.ts';
import type { GiftCardMovement } from '#domain/settlement.ts';
import { difference, distinct } from '#src/stabilize/difference.ts';
import { type KnownDocument, knowDocuments } from '#src/stabilize/know.ts';
import { giftCardChangeEntry } from '#src/stabilize/ledger/settlement.ts';
import type { Reading } from '#src/stabilize/reading.ts';
import { pairNearest } from './pair.ts';
import { nothingSettled, said, type Settled, type Settling } from './settling.ts';

const dayMs = 86_400_000;
/** A tender and what it did to its card are one act. */
const tenderWithinMs = 3_600_000;
/** Whoever books the change of a card does so within days. */
const journalWithinMs = 3 * dayMs;
/** What happened before a shop's past as it is read, no order of which is known, is not judged. */
const judgedMs = 59 * dayMs;

/**
 * The store does not say why a card's balance changed. A tender of the same amount at the same time is an order's; the
 * rest was done by people, and the ERP ought to have a journal of it. A journal is known by its amount and day alone.
 */
export function settleCardChanges({ lane, facts, reading, booksFrom }: Settling): Settled {
  if (laneKind(lane) !== 'gift_card_change') return nothingSettled;
  const { shop } = reading;
  const from = later(shop.installedAt < booksFrom ? shop.installedAt : booksFrom, -judgedMs);
  const movements = said(facts, 'gift_card_movement').filter(({ at }) => at > from);
  const tenders = said(facts, 'transaction').filter(({ test }) => !test);
  const paid = pairNearest(movements, tenders, { at: tenderTimes, withinMs: tenderWithinMs });
  const others = movements.filter((one) => !paid.has(one));
  const journals = knowDocuments(facts).filter(
    ({ kind, status }) => kind === 'journal' && status === 'posted',
  );
  const booked = pairNearest(others, journals, { at: journalTimes, withinMs: journalWithinMs });
  const judged = others.map((one) => judge(one, booked.get(one), reading));
  return {
    ...nothingSettled,
    entries: judged
      .filter(({ is, change }) => is !== 'pending' && change.at >= booksFrom)
      .filter(({ change }) => change.amount.currency === shop.currency)
      .flatMap(({ change }) =>
        giftCardChangeEntry(shop, change, policyAt(shop.policies, change.at).goodwill),
      ),
    breaks: distinct(judged.flatMap((one) => (one.is === 'missing' ? [missing(one.change, reading)] : []))),
    againAt: judged.flatMap((one) => (one.is === 'pending' ? [one.until] : [])).toSorted()[0] ?? null,
  };
}

const tenderTimes = {
  one: ({ at }: GiftCardMovement) => at,
  other: ({ processedAt }: Transaction) => processedAt,
  name: ({ movement }: GiftCardMovement, { transaction }: Transaction) => `${movement} ${transaction}`,
};

/** A document knows when it was made better than the day it bears. */
const journalTimes = {
  one: ({ at }: GiftCardMovement) => at,
  other: ({ createdAt, date }: KnownDocument) => createdAt ?? `${date ?? '1970-01-01'}T12:00:00.000Z`,
  name: ({ movement }: GiftCardMovement, { documentId }: KnownDocument) => `${movement} ${documentId}`,
};

type Judged = { readonly change: GiftCardMovement } & (
  | { readonly is: 'booked' | 'missing' }
  | { readonly is: 'pending'; readonly until: Instant }
);

/** Looking is evidence: the past must be read for its tenders, and the ERP for its journals. */
function judge(change: GiftCardMovement, journal: KnownDocument | undefined, reading: Reading): Judged {
  if (journal !== undefined) return { change, is: 'booked' };
  const { now, shop, shopFacts } = reading;
  const lateAt = later(change.at, shop.policy.erpSlaMs);
  if (lateAt >= now) return { change, is: 'pending', until: later(lateAt, 1) };
  const isLooked = (shopFacts.erpReadThrough ?? '') >= lateAt;
  if (!shopFacts.pastRead || (!isLooked && shop.erpConnectionId !== null))
    return { change, is: 'pending', until: later(now, shop.policy.sweepMs) };
  return { change, is: shop.erpConnectionId === null ? 'booked' : 'missing' };
}

function missing({ giftCard, movement, amount, at }: GiftCardMovement, { shop }: Reading): Break {
  const on = localDate(at, shop.timeZone);
  const what = movement.startsWith('issued-') ? 'was issued with' : 'changed by';
  return difference({
    leg: 'erp',
    cause: 'MISSING_ERP',
    amount,
    about: giftCard,
    sentence: `A gift card ${what} ${shown(amount)} on ${on}: no order explains it, the store does not say why, and the ERP has no journal of that amount around that day.`,
    evidence: { on, movement },
  });
}
