import type { StoreOrder, StoreTransaction } from './order.ts';
import type { Json, Shop } from './payload.ts';
import { decimalText, shopTime } from './text.ts';

/** The body of order_transactions/create. Here Shopify writes `currency`, not `currency_code`. */
export function transactionPayload(
  order: StoreOrder,
  transaction: StoreTransaction,
  shop: Shop,
): { readonly [key: string]: Json } {
  const at = shopTime(transaction.at, shop.timeZone);
  const none = { amount: decimalText(0n, order.currency), currency: order.currency };
  return {
    id: transaction.id,
    order_id: order.id,
    kind: transaction.kind,
    gateway: transaction.gateway,
    status: transaction.status,
    message: null,
    created_at: at,
    test: order.test,
    authorization: String(transaction.id % 1_000_000n),
    location_id: null,
    user_id: null,
    parent_id: transaction.parentId,
    processed_at: at,
    device_id: null,
    error_code: transaction.status === 'failure' ? 'card_declined' : null,
    source_name: 'web',
    payment_details: paymentDetails(order),
    receipt: {},
    amount: decimalText(transaction.amount, order.currency),
    currency: order.currency,
    payment_id: `${order.name}.${order.transactions.indexOf(transaction) + 1}`,
    total_unsettled_set: { presentment_money: none, shop_money: none },
    manual_payment_gateway: false,
    amount_rounding: null,
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${transaction.id}`,
  };
}

function paymentDetails(order: StoreOrder): Json {
  return {
    credit_card_bin: null,
    avs_result_code: null,
    cvv_result_code: null,
    credit_card_number: '•••• •••• •••• 4242',
    credit_card_company: 'Visa',
    buyer_action_info: null,
    credit_card_name: `${order.customer.firstName} ${order.customer.lastName}`,
    credit_card_wallet: null,
    credit_card_expiration_month: null,
    credit_card_expiration_year: null,
    payment_method_name: 'visa',
  };
}
