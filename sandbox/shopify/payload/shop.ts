/** The bodies that are about the shop, the app in it, or what runs for the app. */
import type { News } from '../model/news.ts';
import type { Shop, ShopState } from '../model/shop.ts';
import type { Person } from '../person.ts';
import { countryName } from './country.ts';
import { gid, type JsonObject } from './json.ts';
import { timeText } from './time.ts';

/** The body of shop/update and app/uninstalled. */
export function shopPayload({ shop }: ShopState): JsonObject {
  const money = `{{amount}} ${shop.currency}`;
  return {
    ...shopPlacePayload(shop),
    ...shopPlanPayload(),
    currency: shop.currency,
    money_format: money,
    money_with_currency_format: money,
    money_in_emails_format: money,
    money_with_currency_in_emails_format: money,
    taxes_included: shop.taxesIncluded,
    auto_configure_tax_inclusivity: null,
    tax_shipping: null,
    county_taxes: true,
    enabled_presentment_currencies: [shop.currency],
  };
}

function shopPlacePayload(shop: Shop): JsonObject {
  return {
    id: shop.id,
    name: shop.name,
    email: `owner@${shop.domain}`,
    domain: shop.domain,
    province: null,
    country: shop.country,
    address1: 'Lagerstraße 1',
    zip: '10115',
    city: 'Berlin',
    source: null,
    phone: '',
    latitude: null,
    longitude: null,
    primary_locale: 'de',
    address2: null,
    created_at: null,
    updated_at: null,
    country_code: shop.country,
    country_name: countryName(shop.country),
    customer_email: `help@${shop.domain}`,
    timezone: `(GMT+01:00) ${shop.timeZone}`,
    iana_timezone: shop.timeZone,
    shop_owner: 'Ada Kessler',
    weight_unit: 'kg',
    province_code: null,
    myshopify_domain: shop.domain,
    primary_location_id: shop.locationId,
  };
}

function shopPlanPayload(): JsonObject {
  return {
    plan_display_name: 'Shopify Plus',
    plan_name: 'enterprise',
    has_discounts: true,
    has_gift_cards: true,
    google_apps_domain: null,
    google_apps_login_enabled: null,
    eligible_for_payments: true,
    requires_extra_payments_agreement: false,
    password_enabled: false,
    has_storefront: true,
    finances: true,
    checkout_api_supported: true,
    multi_location_enabled: true,
    setup_required: false,
    pre_launch_enabled: false,
    marketing_sms_consent_enabled_at_checkout: false,
    transactional_sms_disabled: false,
  };
}

export function bulkOperationPayload(
  { operation }: Extract<News, { topic: 'bulk_operations/finish' }>,
  { shop }: ShopState,
): JsonObject {
  return {
    admin_graphql_api_id: gid('BulkOperation', operation.id),
    completed_at: timeText(operation.completedAt, shop.timeZone),
    created_at: timeText(operation.createdAt, shop.timeZone),
    error_code: operation.errorCode?.toLowerCase() ?? null,
    status: operation.status.toLowerCase(),
    type: operation.type.toLowerCase(),
  };
}

export function scopesPayload(
  news: Extract<News, { topic: 'app/scopes_update' }>,
  state: ShopState,
  now: number,
): JsonObject {
  return {
    // The id of the installation.
    id: 1,
    shop_id: gid('Shop', state.shop.id),
    previous: news.previous,
    current: news.current,
    updated_at: new Date(now).toISOString(),
  };
}

/** The mandatory privacy topics, which a merchant or customer asks for and no act of the store announces. */
export function compliancePayload(
  about:
    | {
        readonly topic: 'customers/data_request' | 'customers/redact';
        readonly customer: { readonly id: bigint; readonly person: Pick<Person, 'email' | 'phone'> };
        readonly orderIds: readonly bigint[];
      }
    | { readonly topic: 'shop/redact' },
  { shop }: ShopState,
): JsonObject {
  const head = { shop_id: shop.id, shop_domain: shop.domain };
  if (about.topic === 'shop/redact') return head;
  const { customer, orderIds } = about;
  const asked = {
    ...head,
    customer: { id: customer.id, email: customer.person.email, phone: customer.person.phone },
  };
  return about.topic === 'customers/redact'
    ? { ...asked, orders_to_redact: orderIds }
    : { ...asked, orders_requested: orderIds, data_request: { id: customer.id % 1_000_000n } };
}
