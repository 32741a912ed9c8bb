/** What moved a gateway's balance: booked against what the orders say, and named where nothing explains it. */
import { later } from '#domain/instant.ts';
import type { Break, BreakCause } from '#domain/break.ts';
import { legacyId } from '#domain/gid.ts';
import { laneKind } from '#domain/lane.ts';
import { type Money, money, shown, subtract } from '#domain/money.ts';
import type { BalanceTransaction } from '#domain/settlement.ts';
import { difference } from '#src/stabilize/difference.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import {
  balanceTransactionEntry,
  clearingOpeningEntry,
  hasPlace,
  isDisputed,
  type OtherSide,
  repeatsATender,
} from '#src/stabilize/ledger/settlement.ts';
import { nothingSettled, said, type Settled, type Settling, together } from './settling.ts';

export function settleBalance(settling: Settling): Settled {
  const { facts, reading, booksFrom } = settling;
  const { currency } = reading.shop;
  const opened = said(facts, 'clearing_opening').filter(
    ({ balance, at }) => balance.currency === currency && at === booksFrom,
  );
  const moved = said(facts, 'balance_transaction').filter(({ test }) => !test);
  return together([
    { ...nothingSettled, entries: opened.flatMap((one) => clearingOpeningEntry(reading.shop, one)) },
    ...moved.map((one) => settleOne(one, settling)),
  ]);
}

/**
 * A balance in another currency than the books' has no rate to be booked by, and what is from before the books is in
 * their opening; what is odd about either is told all the same.
 */
function settleOne(moved: BalanceTransaction, settling: Settling): Settled {
  const {
    reading: { shop },
    booksFrom,
  } = settling;
  const verdict = verdictOn(moved, settling);
  if (verdict === null) return { ...nothingSettled, askAt: askAt(settling) };
  const isOurs = moved.amount.currency === shop.currency && moved.transactionDate >= booksFrom;
  return {
    ...nothingSettled,
    entries: isOurs ? balanceTransactionEntry(shop, moved, verdict.side) : [],
    breaks: verdict.found === null ? [] : [verdict.found],
  };
}

type Verdict = { readonly side: OtherSide | null; readonly found: Break | null };

/** Null while the order that it names may still be told of. */
function verdictOn(moved: BalanceTransaction, settling: Settling): Verdict | null {
  const { type } = moved;
  if (isDisputed(type))
    return { side: isDisputeOfBefore(moved, settling) ? { is: 'before' } : null, found: null };
  if (repeatsATender(type)) return tenderVerdict(moved, settling);
  if (hasPlace(type)) return { side: null, found: null };
  if (unexplained.has(type)) {
    const why = moved.adjustmentReason === null ? '' : ` (${moved.adjustmentReason})`;
    return odd(
      moved,
      'FEE_UNEXPLAINED',
      `${gatewayOf(moved)} moved ${shown(moved.amount)}${why} that nothing explains.`,
    );
  }
  return odd(
    moved,
    'UNKNOWN_TYPE',
    `${gatewayOf(moved)} moved ${shown(moved.amount)} as ${type}, which the chart has no place for.`,
  );
}

/** What a gateway corrects without saying of what. */
const unexplained = new Set(['ADJUSTMENT', 'CHARGE_ADJUSTMENT', 'REFUND_ADJUSTMENT']);

/** What a dispute gives back that it did not take since the books began, it took before. */
function isDisputeOfBefore(
  { dispute, amount }: BalanceTransaction,
  { facts, booksFrom, lane }: Settling,
): boolean {
  if (dispute === null || amount.minor < 0n || laneKind(lane) !== 'order') return false;
  return !said(facts, 'balance_transaction').some(
    (one) => one.dispute === dispute && one.amount.minor < 0n && one.transactionDate >= booksFrom,
  );
}

function tenderVerdict(moved: BalanceTransaction, settling: Settling): Verdict | null {
  const { order, facts, booksFrom } = settling;
  const { sourceOrderTransaction: source, transactionDate, amount } = moved;
  const name = `${gatewayOf(moved)} moved ${shown(amount)}`;
  if (source === null || moved.associatedOrder === null)
    return unknown(moved, 'MISSING_STORE', `${name} for an order that it does not name.`);
  if (order === null) {
    const asked = facts.find(({ kind }) => kind === 'order_read' || kind === 'order_deleted');
    if (asked === undefined) return null;
    const [cause, why] =
      asked.kind === 'order_deleted'
        ? (['DELETED', 'was deleted'] as const)
        : (['OUT_OF_WINDOW', 'the store does not show'] as const);
    return unknown(moved, cause, `${name} for an order that ${why}.`);
  }
  const tender = order.transactions.find((one) => one.transaction === source);
  if (tender === undefined) {
    if (order.read === null || order.read.readAt <= transactionDate) return null;
    return unknown(moved, 'MISSING_STORE', `${name} for a payment that the order does not have.`);
  }
  if (tender.processedAt < booksFrom) return { side: { is: 'before' }, found: null };
  const booked = money(
    tender.kind === 'refund' ? -tender.amount.minor : tender.amount.minor,
    tender.amount.currency,
  );
  // A refund that failed comes back; the tender's own failure takes its entry back.
  if (moved.type === 'REFUND_FAILURE' || booked.currency !== amount.currency)
    return { side: null, found: null };
  return {
    side: { is: 'booked', amount: booked, isForeign: isForeign(order) },
    found: offBy(moved, booked, order),
  };
}

function isForeign({ header }: KnownOrder): boolean {
  return header.presentmentCurrency !== header.currency;
}

/** Where no rate lies between them, tender and movement are one amount. */
function offBy(moved: BalanceTransaction, booked: Money, order: KnownOrder): Break | null {
  const rest = subtract(moved.amount, booked);
  if (rest.minor === 0n || isForeign(order)) return null;
  return difference({
    leg: 'payout',
    cause: 'AMOUNT',
    amount: rest,
    about: moved.balanceTransaction,
    sentence: `${gatewayOf(moved)} moved ${shown(moved.amount)} for a payment of ${shown(booked)}.`,
    evidence: evidenceOf(moved),
  });
}

function unknown(moved: BalanceTransaction, cause: BreakCause, sentence: string): Verdict {
  return { ...odd(moved, cause, sentence), side: { is: 'unknown' } };
}

function odd(moved: BalanceTransaction, cause: BreakCause, sentence: string): Verdict {
  const { amount, balanceTransaction: about } = moved;
  const found = difference({ leg: 'payout', cause, amount, about, sentence, evidence: evidenceOf(moved) });
  return { side: null, found };
}

function evidenceOf({ type, transactionDate, balanceTransaction, adjustmentReason }: BalanceTransaction) {
  const reason = adjustmentReason === null ? {} : { reason: adjustmentReason };
  return { type, at: transactionDate, balanceTransaction: legacyId(balanceTransaction), ...reason };
}

function gatewayOf({ gateway }: BalanceTransaction): string {
  const words = gateway.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** An order that nobody told of: its own news may be a moment behind its money's. */
function askAt({ lane, order, reading: { now, shop } }: Settling) {
  return order === null && laneKind(lane) === 'order' ? later(now, shop.policy.quietMs) : null;
}
