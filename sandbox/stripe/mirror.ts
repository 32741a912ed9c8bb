/** Brings to Stripe what a store says was paid through it, as the gateway that stands between the two would. */
import type { Clock } from '#sandbox/clock.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { StoreTransaction } from '#sandbox/shopify/model/transaction.ts';
import { chanceOf } from '#sandbox/traffic/random.ts';
import type { Card, Decline } from './contract.ts';
import { stripeAmount } from './currency.ts';
import { type Misgiving, openMisgiving } from './misgiving.ts';
import { Refusal, Unsupported } from './refusal.ts';
import type { Stripe } from './stripe.ts';

/** What the store calls this gateway. */
const stripeGateway = 'stripe';

/** Something that the store says and Stripe would not do, such as a refund of more than was charged. */
export type Apart = {
  readonly order: string;
  readonly transactionId: bigint;
  readonly message: string;
};

export type Mirror = {
  /** Empty as long as the two agree. */
  readonly apart: readonly Apart[];
  /** Carries over what is new in an order; to be called whenever one has changed. */
  look(order: StoreOrder): void;
};

export type MirrorOptions = {
  readonly clock: Clock;
  readonly stripe: Stripe;
  /** Decides the cards, and which charges are disputed. */
  readonly seed: number;
};

/**
 * Opens a mirror: a payment of the store is a payment intent of the same amount with the order in its metadata, an
 * authorization is captured once or let go, and a refund is a refund that waits, succeeds or fails as the store's does.
 * Customers dispute some of the charges, of which the store is told nothing.
 */
export function openMirror(options: MirrorOptions): Mirror {
  const desk: Desk = { ...options, misgiving: openMisgiving(options), known: new Map() };
  const apart: Apart[] = [];
  const carry = (order: StoreOrder, transaction: StoreTransaction): void => {
    const { id: transactionId } = transaction;
    try {
      carryOver(desk, order, transaction);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unsupported || error instanceof RangeError))
        throw error;
      apart.push({ order: order.name, transactionId, message: error.message });
    }
  };
  return {
    apart,
    look(order) {
      for (const transaction of order.transactions) {
        // A test payment is made in another account.
        if (transaction.gateway !== stripeGateway || transaction.test) continue;
        if (desk.known.get(transaction.id)?.status === transaction.status) continue;
        carry(order, transaction);
        desk.known.set(transaction.id, { ...desk.known.get(transaction.id), status: transaction.status });
      }
    },
  };
}

/** What is kept of a transaction of the store: how it stood, and what it is at Stripe. */
type Known = {
  readonly status: StoreTransaction['status'];
  readonly intentId?: string;
  readonly chargeId?: string;
  readonly refundId?: string;
};

type Desk = MirrorOptions & {
  readonly misgiving: Misgiving;
  readonly known: Map<bigint, Known>;
};

function carryOver(desk: Desk, order: StoreOrder, transaction: StoreTransaction): void {
  const { kind, status } = transaction;
  if (kind === 'refund') return carryRefund(desk, order, transaction);
  // A card answers at once: what the store still waits for has not come to Stripe.
  if (status === 'pending' || status === 'awaiting_response') return;
  switch (kind) {
    case 'sale':
    case 'authorization':
    case 'emv_authorization':
      return carryPayment(desk, order, transaction);
    case 'capture':
      return status === 'success' ? carryCapture(desk, order, transaction) : undefined;
    case 'void':
      return status === 'success' ? carryVoid(desk, transaction) : undefined;
    case 'change':
  }
}

function carryPayment(desk: Desk, order: StoreOrder, transaction: StoreTransaction): void {
  const { id, kind, status } = transaction;
  const isSale = kind === 'sale';
  const { paymentIntent, charge } = desk.stripe.pay({
    amount: { minor: transaction.amount.presentment, currency: order.presentmentCurrency },
    card: cardOf(desk, order),
    captureMethod: isSale ? 'automatic' : 'manual',
    description: `Order ${order.name}`,
    metadata: notesOf(order, transaction),
    ...(status === 'success' ? {} : { decline: declineOf(transaction) }),
  });
  desk.known.set(id, { status, intentId: paymentIntent.id, chargeId: charge.id });
  if (isSale && status === 'success') desk.misgiving.perhaps(charge.id, order.name);
}

/** Third parties capture once, and what is left of the authorization is let go. */
function carryCapture(desk: Desk, order: StoreOrder, transaction: StoreTransaction): void {
  const { id, parentId, amount, status } = transaction;
  const { intentId, chargeId } = paymentOf(desk, parentId);
  const { presentment: minor } = amount;
  desk.stripe.capture(intentId, stripeAmount({ minor, currency: order.presentmentCurrency }).amount);
  desk.known.set(id, { status, intentId, chargeId });
  desk.misgiving.perhaps(chargeId, order.name);
}

/** What is left after a capture was let go with it. */
function carryVoid(desk: Desk, { parentId }: StoreTransaction): void {
  const { intentId } = paymentOf(desk, parentId);
  const isCaptured = [...desk.known.values()].filter((one) => one.intentId === intentId).length > 1;
  if (!isCaptured) desk.stripe.cancel(intentId);
}

function carryRefund(desk: Desk, order: StoreOrder, transaction: StoreTransaction): void {
  const { id, parentId, status } = transaction;
  const { stripe, known, misgiving } = desk;
  const before = known.get(id)?.refundId;
  if (before !== undefined) {
    if (status === 'success') stripe.succeedRefund(before);
    else stripe.failRefund(before, 'declined');
    return;
  }
  const { chargeId } = paymentOf(desk, parentId);
  const { presentment: minor } = transaction.amount;
  const { amount } = stripeAmount({ minor, currency: order.presentmentCurrency });
  misgiving.withdraw(chargeId);
  const isSure = status === 'success';
  const refund = stripe.refund(chargeId, {
    amount,
    metadata: notesOf(order, transaction),
    course: { state: isSure ? 'succeeded' : 'pending' },
  });
  known.set(id, { status, refundId: refund.id });
  if (status === 'failure' || status === 'error') stripe.failRefund(refund.id, 'declined');
}

function paymentOf({ known }: Desk, id: bigint | null): { intentId: string; chargeId: string } {
  const payment = id === null ? undefined : known.get(id);
  if (payment?.intentId === undefined || payment.chargeId === undefined)
    throw new RangeError('It belongs to no payment that Stripe knows.');
  return { intentId: payment.intentId, chargeId: payment.chargeId };
}

function notesOf({ id, name }: StoreOrder, transaction: StoreTransaction): Record<string, string> {
  return { order_id: String(id), order_name: name, transaction_id: String(transaction.id) };
}

function declineOf({ errorCode }: StoreTransaction): Decline {
  return errorCode === 'EXPIRED_CARD' ? 'expired_card' : 'generic_decline';
}

/** One card a customer and order, so that a second attempt comes from the same one. */
function cardOf({ seed }: Desk, { name, billingAddress }: StoreOrder): Card {
  const chance = chanceOf(seed, 'stripe card', name);
  return {
    brand: chance.pick(['visa', 'visa', 'mastercard', 'mastercard', 'amex']),
    last4: String(chance.whole(1000, 9999)),
    funding: chance.pick(['credit', 'debit', 'debit', 'prepaid']),
    country: billingAddress?.country ?? 'DE',
    expiryMonth: chance.whole(1, 12),
    expiryYear: chance.whole(2028, 2031),
  };
}
