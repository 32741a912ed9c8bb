import type { Shop } from '../../model/shop.ts';
import type { View } from '../context.ts';

export function shopView(shop: Shop): View {
  return {
    __typename: 'Shop',
    id: `gid://shopify/Shop/${shop.id}`,
    name: shop.name,
    email: `owner@${shop.domain}`,
    contactEmail: `help@${shop.domain}`,
    myshopifyDomain: shop.domain,
    url: `https://${shop.domain}`,
    currencyCode: shop.currency,
    ianaTimezone: shop.timeZone,
    taxesIncluded: shop.taxesIncluded,
    setupRequired: false,
    weightUnit: 'KILOGRAMS',
    unitSystem: 'METRIC_SYSTEM',
  };
}
