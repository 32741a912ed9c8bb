/** Money that comes in after checkout, or goes back to where it was reserved. */
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { openAuthorizationsOf, outstandingOf } from '#sandbox/shopify/order.ts';
import type { PaymentStep } from '../step.ts';
import type { Desk } from './desk.ts';

export function performPayment({ store }: Desk, order: StoreOrder, step: PaymentStep): void {
  const outstanding = outstandingOf(order).presentment;
  switch (step.do) {
    case 'capture': {
      if (outstanding <= 0n) return;
      const amount = step.part === 'half' ? outstanding / 2n + 1n : outstanding;
      store.pay(order, { kind: 'capture', gateway: reservedBy(order), amount: least(amount, outstanding) });
      return;
    }
    case 'pay':
      if (outstanding > 0n) store.pay(order, { kind: 'sale', gateway: step.gateway });
      return;
    case 'record-payment':
      if (outstanding <= 0n) return;
      store.recordManualPayment(order, {
        gateway: step.gateway,
        ...(step.part === 'half' ? { amount: outstanding / 2n + 1n } : {}),
      });
      return;
    case 'pay-cash':
      payCash(store, order, outstanding);
      return;
    case 'settle': {
      const pending = order.transactions.find((one) => one.status === 'pending' && one.kind === 'sale');
      if (pending !== undefined) store.settlePayment(order, pending, step.outcome);
      return;
    }
    case 'void':
      store.pay(order, { kind: 'void', gateway: reservedBy(order) });
  }
}

/** Whoever holds the money that was reserved; where nobody does, the store refuses. */
function reservedBy(order: StoreOrder): string {
  return openAuthorizationsOf(order)[0]?.authorization.gateway ?? 'shopify_payments';
}

/** The till rounds to its smallest coin, half up, takes a round note and gives change. */
function payCash(store: Desk['store'], order: StoreOrder, outstanding: bigint): void {
  if (outstanding <= 0n) return;
  const unit = store.state.shop.cashRoundingUnit;
  const rounded = ((outstanding + unit / 2n) / unit) * unit;
  const rounding = rounded - outstanding;
  const note = noteFor(rounded);
  store.pay(order, {
    kind: 'sale',
    gateway: 'cash',
    amount: note - rounding,
    ...(rounding === 0n ? {} : { rounding }),
  });
  if (note > rounded) store.pay(order, { kind: 'change', gateway: 'cash', amount: note - rounded });
}

/** The next amount that ends in three zeros, as notes do in currencies with two decimals. */
function noteFor(amount: bigint): bigint {
  return ((amount + 999n) / 1000n) * 1000n;
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
