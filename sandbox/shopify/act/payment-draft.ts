/** Decides what a payment comes to and what it belongs to, and refuses what Shopify would refuse. */
import { Refused } from '../model/act.ts';
import type { StoreOrder } from '../model/order.ts';
import type { StoreTransaction } from '../model/transaction.ts';
import { openAuthorizationsOf, outstandingOf } from '../order.ts';
import type { PaymentSpec } from '../spec.ts';
import type { ActContext } from './context.ts';
import { payableByCard } from './gift-card.ts';

/** Amounts are minor units of the presentment currency. */
export type PaymentDraft = {
  readonly amount: bigint;
  readonly rounding: bigint;
  readonly parentId: bigint | null;
};

/** Nothing is paid beyond what is outstanding, but cash, for which change is given. */
export function draftPayment(context: ActContext, order: StoreOrder, payment: PaymentSpec): PaymentDraft {
  const draft = draftOf(context, order, payment);
  if (draft.amount <= 0n) throw refused('The amount must be greater than zero.');
  return draft;
}

function draftOf(context: ActContext, order: StoreOrder, payment: PaymentSpec): PaymentDraft {
  switch (payment.kind) {
    case 'sale':
      if (payment.gateway === 'cash') return cash(context, order, payment);
      if (payment.gateway === 'gift_card') return giftCard(context, order, payment);
      return plain(order, payment);
    case 'authorization':
    case 'emv_authorization':
      return plain(order, payment);
    case 'capture':
      return capture(order, payment);
    case 'void':
      return { ...openAuthorization(order, payment, 'void'), rounding: 0n };
    case 'change':
      return change(order, payment);
  }
}

function plain(order: StoreOrder, { amount }: PaymentSpec): PaymentDraft {
  return { amount: withinOutstanding(order, amount), rounding: 0n, parentId: null };
}

function withinOutstanding(order: StoreOrder, amount: bigint | undefined): bigint {
  const outstanding = outstandingOf(order).presentment;
  if (amount !== undefined && amount > outstanding)
    throw refused('The amount exceeds what is outstanding on the order.');
  return amount ?? outstanding;
}

/**
 * Without an amount, exactly what is outstanding is tendered, rounded half up to the coins of the shop's currency. The
 * rounding stands beside the amount and leaves the order's totals alone (Shopify docs: OrderTransaction).
 */
function cash({ state }: ActContext, order: StoreOrder, payment: PaymentSpec): PaymentDraft {
  const { cashRoundingUnit: unit } = state.shop;
  const amount = payment.amount ?? outstandingOf(order).presentment;
  const isRounded = payment.amount === undefined && order.presentmentCurrency === order.currency;
  const nearest = isRounded ? ((amount + unit / 2n) / unit) * unit - amount : 0n;
  const rounding = payment.rounding ?? nearest;
  if (rounding >= unit || rounding <= -unit)
    throw refused(`Cash is rounded to ${unit}, which ${rounding} exceeds.`);
  return { amount, rounding, parentId: null };
}

function giftCard(context: ActContext, order: StoreOrder, payment: PaymentSpec): PaymentDraft {
  const payable = payableByCard(context, order, payment.giftCardId);
  const outstanding = withinOutstanding(order, payment.amount);
  if (payment.amount !== undefined && payment.amount > payable)
    throw refused('The amount exceeds the balance of the gift card.');
  return { amount: outstanding < payable ? outstanding : payable, rounding: 0n, parentId: null };
}

function capture(order: StoreOrder, payment: PaymentSpec): PaymentDraft {
  const { amount: left, parentId } = openAuthorization(order, payment, 'capture');
  const outstanding = withinOutstanding(order, payment.amount);
  if (payment.amount !== undefined && payment.amount > left)
    throw refused('The amount exceeds what is left of the authorization.');
  return { amount: outstanding < left ? outstanding : left, rounding: 0n, parentId };
}

function openAuthorization(order: StoreOrder, payment: PaymentSpec, purpose: 'capture' | 'void') {
  const open = openAuthorizationsOf(order);
  const { parentId, gateway } = payment;
  const found =
    parentId === undefined
      ? (open.find(({ authorization }) => authorization.gateway === gateway) ?? open[0])
      : open.find(({ authorization }) => authorization.id === parentId);
  if (found === undefined) throw refused(`Order ${order.name} has no authorization to ${purpose}.`);
  return { amount: found.left, parentId: found.authorization.id };
}

/** Change goes out of the cash that was tendered last, and is never more than what was tendered too much. */
function change(order: StoreOrder, payment: PaymentSpec): PaymentDraft {
  const tooMuch = -outstandingOf(order).presentment;
  const tendered = order.transactions.findLast(isCash);
  const amount = payment.amount ?? tooMuch;
  if (tendered === undefined || amount > tooMuch) throw refused('There is not so much change to give.');
  return { amount, rounding: 0n, parentId: tendered.id };
}

function isCash({ kind, status, gateway }: StoreTransaction): boolean {
  return kind === 'sale' && status === 'success' && gateway === 'cash';
}

function refused(message: string): Refused {
  return new Refused('INVALID', message, ['amount']);
}
