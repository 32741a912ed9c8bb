/** The acts of an order's life: each changes it and announces that as Shopify would, under one event id. */
import { type OrderActs, Refused } from '../model/act.ts';
import type { News } from '../model/news.ts';
import type { StoreOrder } from '../model/order.ts';
import type { StoreTransaction } from '../model/transaction.ts';
import { customerWithId, openInventor } from '../customer.ts';
import { financialStatusOf, outstandingOf } from '../order.ts';
import { place } from '../place.ts';
import type { OrderSpec, PaymentSpec } from '../spec.ts';
import type { ActContext } from './context.ts';
import { editOrder } from './edit.ts';
import { cancelOrder } from './order-cancel.ts';
import { deleteOrder } from './order-delete.ts';
import { newsOfPayments, settle, takePayment, watchAuthorization } from './payment.ts';
import { routeLines } from './routing.ts';
import { together } from './together.ts';

export function openOrderActs(context: ActContext): OrderActs {
  const placeOrder = openCheckout(context);
  return {
    placeOrder,
    pay: (order, payment) => pay(context, order, payment),
    settlePayment(order, transaction, outcome) {
      together(context, order, (inner) => {
        settle(inner, order, { transaction, outcome });
        inner.announce([...newsOfPayments(order, [transaction]), { topic: 'orders/updated', order }]);
      });
    },
    recordManualPayment: (order, { gateway, amount }) =>
      pay(context, order, { kind: 'sale', gateway, manual: true, ...(amount !== undefined && { amount }) }),
    editOrder: (order, edit) => editOrder(context, order, edit),
    cancel: (order, how) => cancelOrder(context, order, how),
    closeOrder(order) {
      if (order.closedAt !== null) throw new Refused('INVALID', 'Order is already closed.');
      change(context, order, { closedAt: context.clock.now() });
    },
    reopenOrder(order) {
      if (order.closedAt === null) throw new Refused('INVALID', 'Order is not closed.');
      change(context, order, { closedAt: null });
    },
    deleteOrder: (order) => deleteOrder(context, order),
    changeNote: (order, changes) => change(context, order, changes),
    assessRisk(order, assessed) {
      const risk = { ...assessed, at: context.clock.now() };
      order.risks.push(risk);
      order.updatedAt = risk.at;
      announceFor(context, order, [
        { topic: 'orders/risk_assessment_changed', order, risk },
        { topic: 'orders/updated', order },
      ]);
    },
  };
}

function openCheckout(context: ActContext): (spec: OrderSpec) => StoreOrder {
  const invent = openInventor(context);
  let placed = 0;
  const customerOf = ({ customerId }: OrderSpec, index: number) => {
    if (customerId === null) return null;
    return customerId === undefined ? invent(index) : customerWithId(context.state, customerId);
  };
  return (spec) => {
    const index = placed + 1;
    const order = place(context, spec, { index, customer: customerOf(spec, index) });
    placed = index;
    context.state.orders.push(order);
    const wanted = spec.payment === undefined ? [] : [spec.payment].flat();
    together(context, order, (inner) => {
      const transactions = payAtCheckout(inner, order, wanted);
      // An order of zero is paid by being placed, without any transaction.
      const isFree = transactions.length === 0 && financialStatusOf(order) === 'paid';
      inner.announce([
        { topic: 'orders/create', order },
        ...newsOfPayments(order, transactions),
        ...(isFree ? [{ topic: 'orders/paid', order } as const] : []),
        ...newsOfTerms(order),
      ]);
      routeLines(inner, order, order.lines);
    });
    for (const transaction of order.transactions) watchAuthorization(context, order, transaction);
    watchTerms(context, order);
    return order;
  };
}

/** Tenders pay in the order given, each what is left unless it says how much; one that finds nothing left is not used. */
function payAtCheckout(
  context: ActContext,
  order: StoreOrder,
  payments: readonly PaymentSpec[],
): StoreTransaction[] {
  return payments.flatMap((payment) =>
    payment.amount === undefined && outstandingOf(order).presentment <= 0n
      ? []
      : [takePayment(context, order, payment)],
  );
}

function pay(context: ActContext, order: StoreOrder, payment: PaymentSpec): StoreTransaction {
  if (order.cancelledAt !== null && payment.kind !== 'void')
    throw new Refused('INVALID', 'Order has been cancelled.');
  const transaction = together(context, order, (inner) => {
    const taken = takePayment(inner, order, payment);
    inner.announce([...newsOfPayments(order, [taken]), { topic: 'orders/updated', order }]);
    return taken;
  });
  watchAuthorization(context, order, transaction);
  return transaction;
}

function change(
  context: ActContext,
  order: StoreOrder,
  changes: Partial<Pick<StoreOrder, 'closedAt' | 'note' | 'tags'>>,
): void {
  Object.assign(order, changes);
  order.updatedAt = context.clock.now();
  announceFor(context, order, [{ topic: 'orders/updated', order }]);
}

function newsOfTerms(order: StoreOrder): News[] {
  const { paymentTerms: terms } = order;
  return terms === null ? [] : [{ topic: 'payment_terms/create', order, terms }];
}

/** On the day an order is due, Shopify says so if something is outstanding. */
function watchTerms(context: ActContext, order: StoreOrder): void {
  const { paymentTerms: terms } = order;
  if (terms === null) return;
  const remind = async (): Promise<void> => {
    if (order.cancelledAt !== null || outstandingOf(order).presentment <= 0n) return;
    announceFor(context, order, [{ topic: 'payment_schedules/due', order, terms }]);
  };
  context.clock.at(terms.schedule.dueAt, `${order.name} is due`, remind, { background: true });
}

function announceFor(context: ActContext, order: StoreOrder, news: readonly News[]): void {
  together(context, order, (inner) => inner.announce(news));
}
