/** What a webhook says about each piece of news, field for field as in Shopify's official samples. */
import type { News } from '../model/news.ts';
import type { ShopState } from '../model/shop.ts';
import { levelNamePayload, levelPayload, locationPayload, productPayload } from './catalog.ts';
import { disputePayload } from './dispute.ts';
import { fulfillmentHoldPayload, fulfillmentOrderPayload } from './fulfillment-order.ts';
import { fulfillmentPayload } from './fulfillment.ts';
import type { Json } from './json.ts';
import { orderEditedPayload, orderRiskPayload } from './order-event.ts';
import { orderPayload } from './order.ts';
import { paymentSchedulePayload, paymentTermsPayload } from './payment-terms.ts';
import { refundPayload } from './refund.ts';
import { dispositionPayload, returnPayload } from './return.ts';
import { bulkOperationPayload, compliancePayload, scopesPayload, shopPayload } from './shop.ts';
import { transactionPayload } from './transaction.ts';

/** The body as the state is at this moment. Only app/scopes_update asks for `now`, and is refused without it. */
export function payloadOf(news: News, state: ShopState, now = Number.NaN): Json {
  if ('edit' in news) return orderEditedPayload(news, state);
  if ('risk' in news) return orderRiskPayload(news, state);
  if ('transaction' in news) return transactionPayload(news.order, news.transaction, state);
  if ('refund' in news) return refundPayload(news.order, news.refund, state);
  if ('return' in news) return returnPayload(news, state);
  if ('reverse' in news) return dispositionPayload(news.reverse, news.dispositions);
  if ('fulfillment' in news) return fulfillmentPayload(news.order, news.fulfillment, state);
  if ('hold' in news) return fulfillmentHoldPayload(news.fulfillmentOrder, news.hold);
  if ('fulfillmentOrder' in news) return fulfillmentOrderPayload(news);
  if ('terms' in news) return termsPayloadOf(news, state);
  if ('order' in news)
    return news.topic === 'orders/delete' ? { id: news.order.id } : orderPayload(news.order, state);
  return shopPayloadOf(news, state, now);
}

function termsPayloadOf(news: Extract<News, { readonly terms: unknown }>, state: ShopState): Json {
  switch (news.topic) {
    case 'payment_terms/create':
    case 'payment_terms/update':
      return paymentTermsPayload(news.order, news.terms, state);
    case 'payment_terms/delete':
      return { id: news.terms.id };
    case 'payment_schedules/due':
      return paymentSchedulePayload(news.order, news.terms, state);
  }
}

function shopPayloadOf(
  news: Exclude<News, { readonly order: unknown }>,
  state: ShopState,
  now: number,
): Json {
  switch (news.topic) {
    case 'products/create':
    case 'products/update':
      return productPayload(news.product, state);
    case 'products/delete':
      return { id: news.product.id };
    case 'inventory_levels/update':
    case 'inventory_levels/connect':
      return levelPayload(news.level, state);
    case 'inventory_levels/disconnect':
      return levelNamePayload(news.level);
    case 'locations/create':
    case 'locations/update':
    case 'locations/activate':
    case 'locations/deactivate':
      return locationPayload(news.location, state);
    case 'disputes/create':
    case 'disputes/update':
      return disputePayload(news.dispute, state);
    case 'bulk_operations/finish':
      return bulkOperationPayload(news, state);
    case 'app/uninstalled':
    case 'shop/update':
      return shopPayload(state);
    case 'app/scopes_update':
      return scopesPayload(news, state, now);
    case 'shop/redact':
      return compliancePayload({ topic: news.topic }, state);
  }
}
