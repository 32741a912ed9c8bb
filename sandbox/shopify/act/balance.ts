/** The Shopify Payments balance: what payments and refunds of orders put in and take out. */
import { exponentOf } from '#domain/currency.ts';
import type { StoreOrder } from '../model/order.ts';
import type { BalanceTransaction, BalanceTransactionType } from '../model/payments.ts';
import type { StoreTransaction } from '../model/transaction.ts';
import { divideHalfUp } from '../price.ts';
import type { ActContext } from './context.ts';

// The fee of this account: 2.9 percent and 30 minor units of what is settled.
const feeBasisPoints = 290n;
const feeFixed = 30n;
// How far the rate of a settlement may lie from the rate of the order, to either side.
const driftBasisPointsMax = 150;
const dayMs = 86_400_000;

/**
 * Records the balance transaction of a successful `shopify_payments` sale, capture or refund, in the account's
 * currency; any other transaction leaves the balance alone. A refund does not give the fee back (Shopify help:
 * refunding with Shopify Payments). Amounts settled in another currency than they were paid in follow the day's rate.
 */
export function bookBalance(context: ActContext, order: StoreOrder, transaction: StoreTransaction): void {
  if (transaction.gateway !== 'shopify_payments' || transaction.status !== 'success') return;
  const isCharge = transaction.kind === 'sale' || transaction.kind === 'capture';
  if (!isCharge && transaction.kind !== 'refund') return;
  const settled = settledAmount(context, order, transaction.amount.presentment);
  addToBalance(context, {
    type: isCharge ? 'CHARGE' : 'REFUND',
    amount: isCharge ? settled : -settled,
    fee: isCharge ? feeOf(settled) : 0n,
    orderId: order.id,
    orderTransactionId: transaction.id,
    test: transaction.test,
  });
}

/** Adds one transaction to the balance, where it waits for a payout. */
export function addToBalance(
  { state, clock, nextId }: ActContext,
  entry: {
    readonly type: BalanceTransactionType;
    readonly amount: bigint;
    readonly fee?: bigint;
    readonly at?: number;
    readonly orderId?: bigint;
    readonly orderTransactionId?: bigint;
    readonly disputeId?: bigint;
    readonly adjustmentReason?: string;
    readonly test?: boolean;
    readonly payoutId?: bigint;
  },
): BalanceTransaction {
  const { type, amount, fee = 0n } = entry;
  const transaction: BalanceTransaction = {
    id: nextId(),
    type,
    amount,
    fee,
    net: amount - fee,
    currency: state.payments.currency,
    at: entry.at ?? clock.now(),
    orderId: entry.orderId ?? null,
    orderTransactionId: entry.orderTransactionId ?? null,
    disputeId: entry.disputeId ?? null,
    adjustmentReason: entry.adjustmentReason ?? null,
    test: entry.test ?? false,
    payoutId: entry.payoutId ?? null,
  };
  state.payments.transactions.push(transaction);
  return transaction;
}

/**
 * An amount of the order's presentment currency in the currency of the account, at today's rate. An account in a
 * third currency, neither the shop's nor the customer's, is not modelled and throws.
 */
export function settledAmount({ state, clock }: ActContext, order: StoreOrder, presentment: bigint): bigint {
  const { currency } = state.payments;
  if (currency === order.presentmentCurrency) return presentment;
  if (currency !== order.currency)
    throw new Error(`Settling ${order.presentmentCurrency} in ${currency} is not modelled: no rate is known`);
  const { numerator, denominator } = order.rate;
  const drift = 10_000n + BigInt(driftOf(order.presentmentCurrency, Math.floor(clock.now() / dayMs)));
  return divideHalfUp(presentment * numerator * drift, denominator * 10_000n);
}

/** So many major units in minor ones, e.g. the fee of a chargeback. */
export function majorUnits(amount: bigint, currency: string): bigint {
  const exponent = exponentOf(currency);
  if (exponent === undefined) throw new Error(`${currency} has no known number of decimals`);
  return amount * 10n ** BigInt(exponent);
}

function feeOf(amount: bigint): bigint {
  return divideHalfUp(amount * feeBasisPoints, 10_000n) + feeFixed;
}

/** The same for the same currency and day, so that equal lives settle equally; spread by a multiplicative hash. */
function driftOf(currency: string, day: number): number {
  let hash = day >>> 0;
  for (const letter of currency) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x9e3779b1) >>> 0;
  return ((hash >>> 8) % (2 * driftBasisPointsMax + 1)) - driftBasisPointsMax;
}
