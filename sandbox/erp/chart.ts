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
