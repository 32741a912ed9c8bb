import { accounts } from '#domain/chart.ts';

/** The account a tender lands in: gift cards and store credit are liabilities redeemed, the rest clears by gateway. */
export function tenderAccount(gateway: string): string {
  if (gateway === 'gift_card') return accounts.giftCards;
  if (gateway === 'shopify_store_credit') return accounts.storeCredit;
  if (gateway === 'cash') return accounts.cash;
  return `${accounts.clearing}.${gateway.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
}
