import { type Bag, minus, noMoney, plus } from '../model/bag.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';
import type { StoreTransaction } from '../model/transaction.ts';
import { decimalText, graphqlDecimal } from '../text.ts';
import { gid, type Json, type JsonObject } from './json.ts';
import { timeText } from './time.ts';

/** The body of order_transactions/create: what the customer's currency paid. Here Shopify writes `currency`. */
export function transactionPayload(
  order: StoreOrder,
  transaction: StoreTransaction,
  state: ShopState,
): JsonObject {
  return { ...plainTransactionPayload(order, transaction, state), ...details(order, transaction) };
}

/** As a refund carries it: without payment details. */
export function plainTransactionPayload(
  order: StoreOrder,
  transaction: StoreTransaction,
  { shop }: ShopState,
): JsonObject {
  const { id, rounding } = transaction;
  const currency = order.presentmentCurrency;
  const unsettled = unsettledOf(order, transaction);
  return {
    id,
    order_id: order.id,
    kind: transaction.kind,
    gateway: transaction.gateway,
    status: transaction.status,
    message: messageOf(transaction),
    created_at: timeText(transaction.at, shop.timeZone),
    test: transaction.test,
    authorization: transaction.manual ? null : String(id % 1_000_000n),
    location_id: transaction.locationId,
    user_id: null,
    parent_id: transaction.parentId,
    processed_at: timeText(transaction.processedAt, shop.timeZone),
    device_id: null,
    error_code: transaction.errorCode?.toLowerCase() ?? null,
    source_name: order.source,
    receipt: transaction.giftCardId === null ? {} : { gift_card_id: transaction.giftCardId },
    amount: decimalText(transaction.amount.presentment, currency),
    currency,
    payment_id: `${order.name}.${order.transactions.indexOf(transaction) + 1}`,
    total_unsettled_set: {
      presentment_money: { amount: graphqlDecimal(unsettled.presentment, currency), currency },
      shop_money: {
        amount: graphqlDecimal(unsettled.shop, order.currency),
        currency: order.currency,
      },
    },
    manual_payment_gateway: transaction.manual,
    amount_rounding: rounding === null ? null : decimalText(rounding.presentment, currency),
    admin_graphql_api_id: gid('OrderTransaction', id),
  };
}

/** Shopify docs (REST Transaction): what is left to capture of an authorization. */
function unsettledOf(order: StoreOrder, transaction: StoreTransaction): Bag {
  if (transaction.kind !== 'authorization' || transaction.status !== 'success') return noMoney;
  const children = order.transactions.filter(
    ({ parentId, status }) => parentId === transaction.id && status === 'success',
  );
  if (children.some(({ kind }) => kind === 'void')) return noMoney;
  return minus(
    transaction.amount,
    plus(...children.filter(({ kind }) => kind === 'capture').map(({ amount }) => amount)),
  );
}

function messageOf({ manual, status, gateway, kind }: StoreTransaction): string | null {
  if (manual) return `Marked the ${gateway} payment as received`;
  if (status === 'failure') return 'Your card was declined.';
  return kind === 'refund' && status === 'pending' ? 'The refund is pending' : null;
}

/** Only a card has details; Shopify leaves the field out for other gateways. */
function details(order: StoreOrder, { gateway }: StoreTransaction): { readonly [key: string]: Json } {
  if (gateway !== 'shopify_payments') return {};
  const person = order.customer?.person;
  return {
    payment_details: {
      credit_card_bin: null,
      avs_result_code: null,
      cvv_result_code: null,
      credit_card_number: '•••• •••• •••• 4242',
      credit_card_company: 'Visa',
      buyer_action_info: null,
      credit_card_name: person === undefined ? null : `${person.firstName} ${person.lastName}`,
      credit_card_wallet: null,
      credit_card_expiration_month: null,
      credit_card_expiration_year: null,
      payment_method_name: 'visa',
    },
  };
}
