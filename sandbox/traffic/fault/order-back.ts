/** Refunds that go wrong, and orders that vanish. */
import { orderGid, receivedOf, refundedOf, totalOf } from '#sandbox/shopify/order.ts';
import { type FaultSite, isOrdinary, lastParcelMs, type OrderFault, ships } from './order-fault.ts';
import { perform } from '../perform/perform.ts';
import { shopMoney } from './planted.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const canRefund = (fault: FaultSite): boolean => isOrdinary(fault) && ships(fault);

export const refundBeyondPayment: OrderFault = {
  fits: canRefund,
  follow(order, fault) {
    const { site, chance, connector } = fault;
    site.at(site.now() + lastParcelMs(fault) + chance.whole(10, 90) * hourMs, 'staff refund too much', () => {
      if (site.isGone(order) || !site.claim(order)) return;
      const desk = { store: site.world.store, shelf: site.shelf, chance };
      perform(desk, order, { do: 'refund', what: 'beyond', percent: 20, afterMs: 0 });
      connector.look(order);
      const minor = refundedOf(order).shop - receivedOf(order).shop;
      const refund = order.refunds.at(-1);
      if (refund === undefined || minor <= 0n) return;
      site.plant({
        kind: 'refund-beyond-payment',
        subject: `gid://shopify/Refund/${refund.id}`,
        order: orderGid(order),
        at: site.now(),
        amount: { minor, currency: order.currency },
        note: `${order.name}: more was refunded than was ever paid`,
      });
    });
  },
};

export const refundPendingThenFailed: OrderFault = {
  fits: canRefund,
  follow(order, fault) {
    const { site, chance, connector } = fault;
    const desk = { store: site.world.store, shelf: site.shelf, chance };
    const refundAt = site.now() + lastParcelMs(fault) + chance.whole(5, 60) * hourMs;
    const failsAt = refundAt + chance.whole(2, 5) * dayMs;
    // A refund that still hangs when the life ends is no fault yet.
    if (failsAt >= site.endsAt) return;
    site.at(refundAt, 'a refund hangs', () => {
      if (site.isGone(order) || !site.claim(order)) return;
      perform(desk, order, { do: 'refund', what: 'lines', status: 'pending', afterMs: 0 });
      connector.look(order);
      site.at(failsAt, 'a refund fails', () => {
        const pending = order.transactions.find((one) => one.kind === 'refund' && one.status === 'pending');
        if (pending === undefined || site.isGone(order)) return;
        site.world.store.settlePayment(order, pending, 'failure');
        site.plant({
          kind: 'refund-pending-then-failed',
          subject: `gid://shopify/OrderTransaction/${pending.id}`,
          order: orderGid(order),
          at: site.now(),
          amount: shopMoney(pending.amount, order.currency),
          note: `${order.name}: its refund was credited and the money never left`,
        });
      });
    });
  },
};

export const orderDeleted: OrderFault = {
  fits: canRefund,
  follow(order, fault) {
    const { site, chance } = fault;
    site.at(
      site.now() + lastParcelMs(fault) + chance.whole(20, 100) * hourMs,
      'somebody deletes an order',
      () => {
        if (site.isGone(order) || !site.claim(order)) return;
        const gid = orderGid(order);
        const amount = shopMoney(totalOf(order), order.currency);
        site.world.store.deleteOrder(order);
        site.plant({
          kind: 'order-deleted',
          subject: gid,
          order: gid,
          at: site.now(),
          amount,
          note: `${order.name} is gone from the store`,
        });
      },
    );
  },
};
