/** Entries that no order makes: what happens to money between gateway, reserve, dispute, payout and bank (ACCOUNTING §5). */
import { accounts } from '#domain/chart.ts';
import { legacyId } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import type {
  BalanceTransaction,
  ChannelStatement,
  ClearingOpening,
  DisputeLost,
  DocumentRounding,
  GiftCard,
  GiftCardMovement,
  PayoutSeen,
} from '#domain/settlement.ts';
import type { Money } from '#domain/money.ts';
import type { Policy } from '#domain/policy.ts';
import { framed, type Frame } from './context.ts';
import { tenderAccount } from './tender.ts';

/** Where the legal entity keeps its days. */
export type Entity = { readonly timeZone: string };

/**
 * What the books know of a movement's other side: the tender that its order booked, or that it lies before the books
 * began, or that nobody tells.
 */
export type OtherSide =
  | { readonly is: 'booked'; readonly amount: Money; readonly isForeign: boolean }
  | { readonly is: 'before' }
  | { readonly is: 'unknown' };

/**
 * A movement of the gateway's balance. Charges and refunds were booked by their own transactions, so of them only
 * the fee is new, and what a rate made of them. A type that the chart has no place for waits in suspense.
 */
export function balanceTransactionEntry(
  entity: Entity,
  moved: BalanceTransaction,
  side: OtherSide | null = null,
): readonly JournalEntry[] {
  if (moved.test) return [];
  const { balanceTransaction: id, type, associatedOrder, associatedPayout, transactionDate } = moved;
  const item = associatedOrder ?? id;
  const clearing = tenderAccount(moved.gateway);
  const isTransfer = counters[type] === accounts.inTransit;
  const frame: Frame = {
    ...entity,
    order: associatedOrder ?? '',
    currency: moved.amount.currency,
    // Any other movement gets its payout later, which is no other movement.
    dimensions: { type, ...(isTransfer && associatedPayout !== null ? { payout: associatedPayout } : {}) },
  };
  const lines = [
    { account: clearing, minor: moved.net.minor, item },
    { account: feeOf(type), minor: moved.fee.minor, item },
    ...othersOf(moved, side).map((one) => ({ ...one, item })),
  ];
  const heading = { key: `balance/${legacyId(id)}`, source: id, happenedAt: transactionDate };
  return framed(frame, heading, netted(lines));
}

/** What a gateway owed the entity when its books here began. */
export function clearingOpeningEntry(entity: Entity, opened: ClearingOpening): readonly JournalEntry[] {
  const { gateway, balance, at } = opened;
  const frame = { ...entity, order: '', currency: balance.currency, dimensions: {} };
  const heading = { key: `clearing/${gateway}-${balance.currency}`, source: gateway, happenedAt: at };
  const { minor } = balance;
  return framed(frame, heading, between(tenderAccount(gateway), accounts.opening, { minor, item: gateway }));
}

/** A dispute is lost: what lay in it is a loss. One that is won comes back by its balance transaction. */
export function disputeLostEntry(entity: Entity, lost: DisputeLost): readonly JournalEntry[] {
  const { dispute, order, amount, finalizedAt } = lost;
  const frame = { ...entity, order: order ?? '', currency: amount.currency, dimensions: {} };
  const heading = { key: `dispute/${legacyId(dispute)}`, source: dispute, happenedAt: finalizedAt };
  const { minor } = amount;
  return framed(
    frame,
    heading,
    between(accounts.chargebackLosses, accounts.disputes, { minor, item: dispute }),
  );
}

/** The bank shows a payout: it is no longer in transit. */
export function payoutSeenEntry(entity: Entity, seen: PayoutSeen): readonly JournalEntry[] {
  const { payout, net, seenAt } = seen;
  const frame = { ...entity, order: '', currency: net.currency, dimensions: { payout } };
  const heading = { key: `bank/${legacyId(payout)}`, source: payout, happenedAt: seenAt };
  return framed(
    frame,
    heading,
    between(accounts.bank, accounts.inTransit, { minor: net.minor, item: payout }),
  );
}

/** A channel keeps the tax that it owes and its fee; the rest of what it took is its payout. */
export function channelStatementEntry(entity: Entity, stated: ChannelStatement): readonly JournalEntry[] {
  const { statement: item, tax, fee, gateway, statedAt } = stated;
  const frame = { ...entity, order: '', currency: tax.currency, dimensions: {} };
  const heading = { key: `channel-statement/${item}`, source: item, happenedAt: statedAt };
  return framed(frame, heading, [
    { account: accounts.channelTax, minor: tax.minor, item },
    { account: accounts.processingFees, minor: fee.minor, item },
    { account: tenderAccount(gateway), minor: -(tax.minor + fee.minor), item },
  ]);
}

/** What a card was still worth when the books began. */
export function giftCardOpeningEntry(
  entity: Entity,
  { giftCard, balance, at }: Pick<GiftCard, 'giftCard' | 'balance'> & { readonly at: Instant },
): readonly JournalEntry[] {
  const frame = { ...entity, order: '', currency: balance.currency, dimensions: {} };
  const heading = { key: `card-opening/${legacyId(giftCard)}`, source: giftCard, happenedAt: at };
  const { minor } = balance;
  return framed(frame, heading, between(accounts.opening, accounts.giftCards, { minor, item: giftCard }));
}

/**
 * A card that nobody bought is owed all the same, and so is what a person puts on it: an allowance, or goodwill
 * where policy says so. What is taken off a card goes the other way.
 */
export function giftCardChangeEntry(
  entity: Entity,
  { giftCard, movement, amount, at }: GiftCardMovement,
  goodwill: Policy['goodwill'],
): readonly JournalEntry[] {
  const frame = { ...entity, order: '', currency: amount.currency, dimensions: {} };
  const heading = { key: `gift-card/${movement}`, source: giftCard, happenedAt: at };
  const cost = goodwill === 'expense' ? accounts.goodwill : accounts.returns;
  const { minor } = amount;
  return framed(frame, heading, between(cost, accounts.giftCards, { minor, item: giftCard }));
}

/** The ERP's own rounding of a document, within what policy allows: its receivable is ours to the cent. */
export function documentRoundingEntry(entity: Entity, rounding: DocumentRounding): readonly JournalEntry[] {
  const { document, order, difference, documentAt } = rounding;
  const frame = { ...entity, order, currency: difference.currency, dimensions: {} };
  const heading = { key: `rounding/${document}`, source: document, happenedAt: documentAt };
  const { minor } = difference;
  return framed(frame, heading, between(accounts.receivable, accounts.rounding, { minor, item: document }));
}

/** Types that only move what their order transaction has booked: their counter account is the clearing itself. */
const booked = new Set(['CHARGE', 'REFUND', 'REFUND_FAILURE']);

const counters: Readonly<Record<string, string>> = {
  CHARGEBACK_FEE: accounts.chargebackFees,
  CHARGEBACK_FEE_REFUND: accounts.chargebackFees,
  CHARGEBACK_HOLD: accounts.disputes,
  CHARGEBACK_HOLD_RELEASE: accounts.disputes,
  DISPUTE_WITHDRAWAL: accounts.disputes,
  DISPUTE_REVERSAL: accounts.disputes,
  RESERVED_FUNDS: accounts.reserve,
  RESERVED_FUNDS_REVERSAL: accounts.reserve,
  RESERVED_FUNDS_WITHDRAWAL: accounts.reserve,
  RISK_WITHDRAWAL: accounts.reserve,
  RISK_REVERSAL: accounts.reserve,
  TRANSFER: accounts.inTransit,
  TRANSFER_CANCEL: accounts.inTransit,
  TRANSFER_FAILURE: accounts.inTransit,
  TRANSFER_REFUND: accounts.inTransit,
  STRIPE_FEE: accounts.processingFees,
  APPLICATION_FEE_REFUND: accounts.processingFees,
  REFERRAL_FEE: accounts.processingFees,
  REFERRAL_FEE_TAX: accounts.inputTax,
  ACH_BANK_FAILURE_DEBIT_FEE: accounts.processingFees,
  ACH_BANK_FAILURE_DEBIT_REVERSAL_FEE: accounts.processingFees,
  MARKETPLACE_FEE_CREDIT: accounts.processingFees,
  MARKETPLACE_FEE_CREDIT_REVERSAL: accounts.processingFees,
  CUSTOMS_DUTY: accounts.duties,
  CUSTOMS_DUTY_ADJUSTMENT: accounts.duties,
};

type Other = { readonly account: string; readonly minor: bigint };

/** Where what moved came from, or went to. */
function othersOf({ type, amount, gateway }: BalanceTransaction, side: OtherSide | null): readonly Other[] {
  if (side?.is === 'before') return [{ account: accounts.opening, minor: -amount.minor }];
  if (!booked.has(type)) return [{ account: counters[type] ?? accounts.suspense, minor: -amount.minor }];
  if (side?.is === 'unknown') return [{ account: accounts.suspense, minor: -amount.minor }];
  const tender = side?.amount ?? amount;
  return [
    { account: tenderAccount(gateway), minor: -tender.minor },
    {
      account: side?.isForeign === true ? accounts.fx : accounts.suspense,
      minor: tender.minor - amount.minor,
    },
  ];
}

/** Whether a movement of this type only repeats what an order transaction says of it. */
export function repeatsATender(type: string): boolean {
  return booked.has(type);
}

/** Whether a movement of this type belongs to a dispute's money. */
export function isDisputed(type: string): boolean {
  return counters[type] === accounts.disputes;
}

/** Whether the chart has a place for a type. */
export function hasPlace(type: string): boolean {
  return booked.has(type) || counters[type] !== undefined;
}

/** What a dispute costs beside its money has an account of its own. */
function feeOf(type: string): string {
  return counters[type] === accounts.disputes ? accounts.chargebackFees : accounts.processingFees;
}

function between(debit: string, credit: string, { minor, item }: { minor: bigint; item: string }) {
  return [
    { account: debit, minor, item },
    { account: credit, minor: -minor, item },
  ];
}

/** One line an account, where two would only pass an amount through. */
function netted(lines: readonly JournalLine[]): readonly JournalLine[] {
  const byAccount = Map.groupBy(lines, ({ account }) => account);
  return [...byAccount].map(([account, of]) => ({
    account,
    minor: of.reduce((sum, { minor }) => sum + minor, 0n),
    item: of[0]?.item ?? '',
  }));
}
