/**
 * The chart's minimum (ACCOUNTING §3). Each account maps to one of the merchant's in their ERP; a code may carry
 * a suffix after a dot: the gateway of a clearing account, the tax key of a tax account.
 */
export const accounts = {
  clearing: '1020',
  cash: '1025',
  receivable: '1100',
  tax: '2000',
  duties: '2050',
  channelTax: '2060',
  deposits: '2120',
  giftCards: '2200',
  storeCredit: '2210',
  tips: '2300',
  product: '4000',
  shipping: '4010',
  fees: '4020',
  discounts: '4910',
  suspense: '9999',
} as const;

const names: Readonly<Record<string, string>> = {
  [accounts.clearing]: 'Clearing',
  [accounts.cash]: 'Cash at location',
  [accounts.receivable]: 'Customer receivable',
  [accounts.tax]: 'Tax payable',
  [accounts.duties]: 'Duties payable',
  [accounts.channelTax]: 'Tax collected by channel',
  [accounts.deposits]: 'Customer deposits',
  [accounts.giftCards]: 'Gift-card liability',
  [accounts.storeCredit]: 'Store credit',
  [accounts.tips]: 'Tips payable',
  [accounts.product]: 'Product revenue',
  [accounts.shipping]: 'Shipping revenue',
  [accounts.fees]: 'Fees charged',
  [accounts.discounts]: 'Discounts',
  [accounts.suspense]: 'Suspense',
};

/** "1020 Clearing (shopify_payments)": the code, what it is, and what its suffix says. */
export function accountName(account: string): string {
  const [code = account, ...suffix] = account.split('.');
  const detail = suffix.length > 0 ? ` (${suffix.join('.')})` : '';
  return `${code} ${names[code] ?? 'Account'}${detail}`;
}
