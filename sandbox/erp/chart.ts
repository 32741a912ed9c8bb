import { accounts } from '#domain/chart.ts';

/** The merchant's own chart in this ERP. Its numbers are not ours: a mapping joins the two. */
export const chart = {
  bank: '1800',
  /** Money at a payment gateway on its way to the bank, one account a gateway. */
  clearing: '1360',
  receivable: '1400',
  inventory: '1140',
  goodsReceived: '1605',
  deposits: '1710',
  tax: '1776',
  channelTax: '1777',
  duties: '1780',
  giftCards: '1790',
  tips: '1795',
  deferredRevenue: '1796',
  deferredDiscounts: '1797',
  suspense: '1999',
  costOfGoods: '4000',
  stockDifferences: '4090',
  revenue: '8400',
  shipping: '8410',
  fees: '8420',
  returns: '8720',
  discounts: '8730',
} as const;

/** Money that a gateway took lies in an account of that gateway. */
export function clearingOf(gateway: string): string {
  return `${chart.clearing}.${gateway}`;
}

/** A tax that the sales channel owes is not ours to pay. */
export function taxAccountOf(key: string): string {
  return key.startsWith('channel:') ? chart.channelTax : chart.tax;
}

const ofOurs: ReadonlyMap<string, string> = new Map([
  [accounts.bank, chart.bank],
  [accounts.receivable, chart.receivable],
  [accounts.deposits, chart.deposits],
  [accounts.duties, chart.duties],
  [accounts.giftCards, chart.giftCards],
  [accounts.tips, chart.tips],
  [accounts.returns, chart.returns],
  [accounts.deferredRevenue, chart.deferredRevenue],
  [accounts.deferredDiscounts, chart.deferredDiscounts],
  [accounts.product, chart.revenue],
  [accounts.shipping, chart.shipping],
  [accounts.fees, chart.fees],
  [accounts.discounts, chart.discounts],
  [accounts.suspense, chart.suspense],
]);

/** What lies at a gateway, in the till or on the customer's account with the store, by the gateway's name. */
function tenderOf(ours: string): string | undefined {
  const [code, ...gateway] = ours.split('.');
  if (code === accounts.clearing) return clearingOf(gateway.join('.'));
  if (code === accounts.cash) return clearingOf('cash');
  return code === accounts.storeCredit ? clearingOf('shopify_store_credit') : undefined;
}

/** The account that stands for one of the app's chart in a journal that it sends; one without a name here keeps its own. */
export function accountOf(ours: string, taxKey: string | null): string {
  if (taxKey !== null) return taxAccountOf(taxKey);
  return ofOurs.get(ours) ?? tenderOf(ours) ?? ours;
}
