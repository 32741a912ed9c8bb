import type { StoreOrder, StorePaymentTerms } from '../../model/order.ts';
import { outstandingOf, totalOf } from '../../order.ts';
import { utcTime } from '../../text.ts';
import { connection, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { money } from './money.ts';

/** Net terms: the whole of an order in one schedule. */
export function paymentTermsView(context: AdminContext, order: StoreOrder, terms: StorePaymentTerms): View {
  const owes = (): boolean => outstandingOf(order).presentment > 0n;
  return {
    __typename: 'PaymentTerms',
    id: `gid://shopify/PaymentTerms/${terms.id}`,
    paymentTermsName: terms.name,
    translatedName: terms.name,
    paymentTermsType: terms.type,
    dueInDays: terms.dueInDays,
    draftOrder: null,
    due: owes,
    overdue: () => owes() && context.clock.now() > terms.schedule.dueAt,
    order: () => context.views.order(context, order),
    paymentSchedules: (page: Page) => connection(inOrder([scheduleView(context, order, terms)]), page),
  };
}

function scheduleView(context: AdminContext, order: StoreOrder, terms: StorePaymentTerms): View {
  const outstanding = outstandingOf(order).presentment;
  const currency = order.presentmentCurrency;
  const { schedule } = terms;
  return {
    __typename: 'PaymentSchedule',
    id: `gid://shopify/PaymentSchedule/${schedule.id}`,
    issuedAt: utcTime(schedule.issuedAt),
    dueAt: utcTime(schedule.dueAt),
    due: outstanding > 0n,
    completedAt: outstanding > 0n ? null : utcTime(order.updatedAt),
    balanceDue: money(outstanding > 0n ? outstanding : 0n, currency),
    totalBalance: money(totalOf(order).presentment, currency),
    paymentTerms: () => paymentTermsView(context, order, terms),
  };
}
