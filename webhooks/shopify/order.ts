import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { instant } from '#domain/instant.ts';
import { parseMoney } from '#domain/money.ts';
import { Park } from '#domain/obstacle.ts';
import { read } from './parse.ts';
import { earliestUnpaid, taxPlaceOf } from './place.ts';
import { orderDeletedPayload, orderEditedPayload, orderPayload, orderRiskPayload } from './schema.ts';
import { exact, instantOf, noted, orderLane, type Topic } from './topic.ts';

/** Every topic that carries the whole order says the same thing: this is how the order stands. */
export const order: Topic = {
  translate(payload) {
    const said = read(orderPayload, payload);
    const id = exact('Order', said.admin_graphql_api_id, said.id);
    const total =
      said.current_total_price_set?.shop_money.amount ?? said.current_total_price ?? said.total_price;
    const dueAt = earliestUnpaid(
      (said.payment_terms?.payment_schedules ?? []).map(({ due_at, completed_at }) => ({
        dueAt: due_at ?? null,
        completedAt: completed_at ?? null,
      })),
    );
    const header: Fact = {
      kind: 'order',
      key: id,
      lanes: [orderLane(id)],
      happenedAt: instantOf(said.updated_at ?? said.created_at),
      authority: false,
      body: {
        order: id,
        name: said.name ?? `#${said.order_number ?? said.id}`,
        currency: said.currency,
        presentmentCurrency: said.presentment_currency ?? said.currency,
        test: said.test ?? false,
        taxesIncluded: said.taxes_included ?? false,
        placedAt: instantOf(said.processed_at ?? said.created_at),
        createdAt: instantOf(said.created_at),
        cancelledAt: instant(said.cancelled_at) ?? null,
        financialStatus: said.financial_status ?? 'unknown',
        poNumber: said.po_number ?? null,
        total: parseMoney(total, said.currency),
        outstanding: said.total_outstanding ? parseMoney(said.total_outstanding, said.currency) : null,
        dueAt: dueAt === null ? null : instantOf(dueAt),
        taxPlace: taxPlaceOf({
          country: said.shipping_address?.country_code,
          province: said.shipping_address?.province_code,
        }),
        merchantOfRecord: Boolean(said.merchant_of_record_app_id),
        channel: said.source_name || null,
        location: said.location_id ? gid('Location', said.location_id) : null,
        lines: said.line_items.map((line) => ({
          lineItem: exact('LineItem', line.admin_graphql_api_id, line.id),
          sku: line.sku || null,
          title: line.title ?? line.name ?? '',
          quantity: line.quantity,
          inCatalog: null,
        })),
      },
    };
    return [header];
  },
};

/** A deleted order is a state of its own: it is noted, and never credited by itself. */
export const orderDeleted: Topic = {
  translate(payload, said) {
    const id = gid('Order', read(orderDeletedPayload, payload).id);
    return [noted('order_deleted', { key: id, lanes: [orderLane(id)], at: null, said }, {})];
  },
};

export const orderEdited: Topic = {
  translate(payload, said) {
    const edit = read(orderEditedPayload, payload).order_edit;
    const lanes = [orderLane(gid('Order', edit.order_id))] as const;
    const at = edit.committed_at ?? edit.created_at;
    return [noted('order_edit', { key: gid('OrderEdit', edit.id), lanes, at, said }, {})];
  },
};

export const orderRisk: Topic = {
  translate(payload, said) {
    const risk = read(orderRiskPayload, payload);
    if (!risk.order_id && !risk.admin_graphql_api_order_id)
      throw new Park('a risk assessment names no order');
    const id = exact('Order', risk.admin_graphql_api_order_id, risk.order_id ?? '');
    const key = `${id}/${risk.provider_id ?? 'shopify'}`;
    const body = { level: risk.risk_level ?? null, provider: risk.provider_title ?? null };
    return [noted('order_risk', { key, lanes: [orderLane(id)], at: risk.created_at, said }, body)];
  },
};
