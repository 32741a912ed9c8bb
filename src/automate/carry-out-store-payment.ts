/** Tells the store of money that the ERP received, unless it shows that already. */
import type { MarkPaidBody } from '#domain/act.ts';
import { shown } from '#domain/money.ts';
import { Ambiguous, Park } from '#domain/obstacle.ts';
import type { Admin } from '#src/client/shopify/admin.ts';
import {
  markPaidInStore,
  owingInStore,
  payInStore,
  type StoreOwing,
} from '#src/client/shopify/write-payment.ts';
import type { Lease } from './carry-out.ts';
import { foundInStore, isSinceFirstTry, storeStillRunning } from './carry-out-store.ts';
import type { Found, Target } from './target.ts';

/** `body` is the one of the lease. */
export function paymentTarget(admin: Admin, body: MarkPaidBody): Target {
  const { order, payment, method, total } = body;
  let owed: StoreOwing | undefined;
  const look = async (): Promise<StoreOwing> => {
    const owing = await owingInStore(admin, order.id);
    if (owing === null) throw new Park('the store does not show the order any more');
    return owing;
  };
  const found = ({ id, createdAt: at }: StoreOwing['transactions'][number]): Found =>
    foundInStore(
      { kind: 'mark_paid', thing: id, about: payment.id, tracking: null, at },
      { id, number: `payment ${id.slice(id.lastIndexOf('/') + 1)}` },
    );
  return {
    async find(lease) {
      owed = await look();
      const [first, ...others] = madeSince(owed, body, lease);
      if (first !== undefined)
        return lease.ambiguousUntil === null
          ? { outcome: 'adopt', document: found(first) }
          : { outcome: 'ours', document: found(first), duplicates: others.map(found) };
      const reason = whyNot(owed, body);
      return reason === null ? { outcome: 'absent' } : { outcome: 'tie', reason };
    },
    async create(lease) {
      const before = owed ?? (await look());
      const isWhole = before.canMarkAsPaid && before.totalOutstandingSet.minor === total.minor;
      const after = isWhole
        ? await markPaidInStore(admin, order.id)
        : await payInStore(admin, order.id, { amount: total, method });
      const made = madeSince(after, body, lease).at(-1);
      // The store says that it did it; the transaction may come up later.
      if (made === undefined) throw new Ambiguous('the store does not show the payment yet');
      return found(made);
    },
    findOurs: async (lease) => madeSince(await look(), body, lease).map(found),
    stillRunning: storeStillRunning,
  };
}

const receiving = new Set(['SALE', 'CAPTURE']);

/** Payments of this amount that came up since we first tried, and that no other posting stands for; oldest first. */
function madeSince({ transactions }: StoreOwing, { total }: MarkPaidBody, lease: Lease) {
  return transactions
    .filter(
      (one) =>
        receiving.has(one.kind) &&
        one.status === 'SUCCESS' &&
        !one.test &&
        one.amountSet.minor === total.minor &&
        one.amountSet.currency === total.currency &&
        !lease.claimed.has(one.id) &&
        isSinceFirstTry(one.createdAt, lease),
    )
    .toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
}

function whyNot(owing: StoreOwing, { payment: { number }, total }: MarkPaidBody): string | null {
  const { totalOutstandingSet: left } = owing;
  if (owing.cancelledAt !== null) return `the order of ${number} is cancelled in the store`;
  if (left.minor <= 0n) return `the store calls the order of ${number} paid already`;
  if (owing.capturable)
    return `the store can still take the money that ${number} is about, and would take it a second time`;
  if (left.currency !== total.currency) return `${number} is in another currency than the store's books`;
  if (total.minor > left.minor) return `${number} is more than the ${shown(left)} that the store waits for`;
  if (total.minor < left.minor && owing.presentmentCurrencyCode !== left.currency)
    return `${number} pays a part of what the customer owes in ${owing.presentmentCurrencyCode}`;
  return null;
}
