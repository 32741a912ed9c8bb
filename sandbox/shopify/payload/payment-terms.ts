/** Net terms: the whole of an order in one schedule. */
import { outstandingOf, totalOf } from '../order.ts';
import type { StoreOrder, StorePaymentTerms } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';
import { gid, type Json, type JsonObject } from './json.ts';
import { shopText } from './money.ts';
import { timeText } from './time.ts';

/** The body of payment_terms/create and /update. */
export function paymentTermsPayload(
  order: StoreOrder,
  terms: StorePaymentTerms,
  state: ShopState,
): JsonObject {
  const { timeZone } = state.shop;
  return {
    id: terms.id,
    payment_terms_name: terms.name,
    payment_terms_type: terms.type.toLowerCase(),
    due_in_days: terms.dueInDays,
    created_at: timeText(order.createdAt, timeZone),
    updated_at: timeText(order.updatedAt, timeZone),
    payment_schedules: [paymentSchedulePayload(order, terms, state)],
    admin_graphql_api_id: gid('PaymentsPaymentFlexibilityPaymentTermsPaymentTerms', terms.id),
  };
}

/** The body of payment_schedules/due. */
export function paymentSchedulePayload(
  order: StoreOrder,
  terms: StorePaymentTerms,
  state: ShopState,
): JsonObject {
  const { timeZone } = state.shop;
  const outstanding = outstandingOf(order);
  const total = totalOf(order);
  return {
    amount: shopText(total, order),
    balance_due: shopText(outstanding, order),
    completed_at: outstanding.presentment > 0n ? null : timeText(order.updatedAt, timeZone),
    created_at: timeText(order.createdAt, timeZone),
    currency: order.currency,
    due_at: timeText(terms.schedule.dueAt, timeZone),
    id: terms.schedule.id,
    issued_at: timeText(terms.schedule.issuedAt, timeZone),
    payment_terms_id: terms.id,
    presentment_currency: order.presentmentCurrency,
    total_balance: shopText(outstanding, order),
    total_price: shopText(total, order),
    updated_at: timeText(order.updatedAt, timeZone),
    admin_graphql_api_id: gid('PaymentSchedule', terms.schedule.id),
  };
}

/** Within an order (Shopify docs, REST Order: payment_terms); null for an order without terms. */
export function embeddedTermsPayload(order: StoreOrder, state: ShopState): Json {
  const terms = order.paymentTerms;
  if (terms === null) return null;
  const { timeZone } = state.shop;
  const schedule = paymentSchedulePayload(order, terms, state);
  const { id, amount, currency, issued_at, due_at, completed_at, created_at, updated_at } = schedule;
  return {
    id: terms.id,
    created_at: timeText(order.createdAt, timeZone),
    due_in_days: terms.dueInDays,
    payment_schedules: [
      {
        id: id ?? null,
        amount: amount ?? null,
        currency: currency ?? null,
        issued_at: issued_at ?? null,
        due_at: due_at ?? null,
        completed_at: completed_at ?? null,
        expected_payment_method: 'manual',
        created_at: created_at ?? null,
        updated_at: updated_at ?? null,
      },
    ],
    payment_terms_name: terms.name,
    payment_terms_type: terms.type.toLowerCase(),
    updated_at: timeText(order.updatedAt, timeZone),
  };
}
