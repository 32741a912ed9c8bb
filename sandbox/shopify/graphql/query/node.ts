/** Anything by its global id, whatever it is. */
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { AdminContext, Root, View } from '../context.ts';
import { lineOfId, numberOf, transactionOfId } from '../lookup.ts';
import { lineView } from '../view/line.ts';
import { balanceTransactionView, payoutView } from '../view/payments.ts';
import { shopView } from '../view/shop.ts';
import { transactionView } from '../view/transaction.ts';

/** Types that have a question of their own, which answers for `node` too. */
const questions: Readonly<Record<string, string>> = {
  Order: 'order',
  Fulfillment: 'fulfillment',
  FulfillmentOrder: 'fulfillmentOrder',
  Refund: 'refund',
  Return: 'return',
  ReverseFulfillmentOrder: 'reverseFulfillmentOrder',
  Location: 'location',
  Product: 'product',
  ProductVariant: 'productVariant',
  InventoryItem: 'inventoryItem',
  InventoryLevel: 'inventoryLevel',
  Customer: 'customer',
  GiftCard: 'giftCard',
  ShopifyPaymentsDispute: 'dispute',
  BulkOperation: 'bulkOperation',
  WebhookSubscription: 'webhookSubscription',
};

export function nodeRoot(context: AdminContext, questioned: Root): Root {
  const find = ({ id }: { readonly id: string }, info: GraphQLResolveInfo): unknown => {
    const [, type = ''] = /^gid:\/\/shopify\/(\w+)\/\d+(?:\?|$)/.exec(id) ?? [];
    if (type === '')
      throw new GraphQLError(`Invalid global id '${id}'`, { extensions: { code: 'INVALID_GLOBAL_ID' } });
    const name = questions[type];
    const question = name === undefined ? undefined : questioned[name];
    if (question !== undefined) return question({ id }, info);
    const seek = others[type];
    if (seek === undefined)
      throw new GraphQLError(`The sandbox's store cannot answer a node of type ${type}.`, {
        extensions: { code: 'SANDBOX_UNSUPPORTED' },
      });
    return seek(context, numberOf(type, id));
  };
  return {
    node: find,
    nodes: ({ ids }: { readonly ids: readonly string[] }, info: GraphQLResolveInfo) =>
      ids.map((id) => find({ id }, info)),
  };
}

const others: Readonly<Record<string, (context: AdminContext, id: bigint) => View | null>> = {
  Shop: ({ state: { shop } }, id) => (shop.id === id ? shopView(shop) : null),
  LineItem(context, id) {
    const found = lineOfId(context.state, id);
    return found === undefined ? null : lineView(context, found.order, found.item);
  },
  OrderTransaction(context, id) {
    const found = transactionOfId(context.state, id);
    return found === undefined ? null : transactionView(context, found.order, found.item);
  },
  ShopifyPaymentsPayout(context, id) {
    const payout = context.state.payments.payouts.find((each) => each.id === id);
    return payout === undefined ? null : payoutView(context, payout);
  },
  ShopifyPaymentsBalanceTransaction(context, id) {
    const { transactions, payouts } = context.state.payments;
    const booked = transactions.find((each) => each.id === id);
    if (booked === undefined) return null;
    const payout = payouts.find((each) => each.id === booked.payoutId);
    return balanceTransactionView(context, booked, payout);
  },
};
