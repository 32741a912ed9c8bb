/**
 * The chart's minimum (ACCOUNTING §3). Each account maps to one of the merchant's in their ERP; a code may carry
 * a suffix after a dot: the gateway of a clearing account, the tax key of a tax account.
 */
export const accounts = {
  bank: '1000',
  inTransit: '1010',
  clearing: '1020',
  cash: '1025',
  reserve: '1030',
  receivable: '1100',
  disputes: '1150',
  inputTax: '1400',
  tax: '2000',
  duties: '2050',
  channelTax: '2060',
  deferredRevenue: '2100',
  deferredDiscounts: '2110',
  deposits: '2120',
  giftCards: '2200',
  storeCredit: '2210',
  tips: '2300',
  opening: '3000',
  product: '4000',
  shipping: '4010',
  fees: '4020',
  breakage: '4030',
  tipIncome: '4040',
  returns: '4900',
  discounts: '4910',
  processingFees: '6000',
  chargebackLosses: '6010',
  chargebackFees: '6020',
  goodwill: '6030',
  fx: '7000',
  unrealizedFx: '7010',
  rounding: '7100',
  cashRounding: '7110',
  suspense: '9999',
} as const;

const names: Readonly<Record<string, string>> = {
  [accounts.bank]: 'Bank',
  [accounts.inTransit]: 'Cash in transit',
  [accounts.clearing]: 'Clearing',
  [accounts.cash]: 'Cash at location',
  [accounts.reserve]: 'Processor reserve',
  [accounts.receivable]: 'Customer receivable',
  [accounts.disputes]: 'Disputes receivable',
  [accounts.inputTax]: 'Input tax',
  [accounts.tax]: 'Tax payable',
  [accounts.duties]: 'Duties payable',
  [accounts.channelTax]: 'Tax collected by channel',
  [accounts.deferredRevenue]: 'Deferred revenue',
  [accounts.deferredDiscounts]: 'Deferred discounts',
  [accounts.deposits]: 'Customer deposits',
  [accounts.giftCards]: 'Gift-card liability',
  [accounts.storeCredit]: 'Store credit',
  [accounts.tips]: 'Tips payable',
  [accounts.opening]: 'Opening balances',
  [accounts.product]: 'Product revenue',
  [accounts.shipping]: 'Shipping revenue',
  [accounts.fees]: 'Fees charged',
  [accounts.breakage]: 'Breakage',
  [accounts.tipIncome]: 'Tips kept',
  [accounts.returns]: 'Returns and allowances',
  [accounts.discounts]: 'Discounts',
  [accounts.processingFees]: 'Processing fees',
  [accounts.chargebackLosses]: 'Chargeback losses',
  [accounts.chargebackFees]: 'Chargeback fees',
  [accounts.goodwill]: 'Goodwill',
  [accounts.fx]: 'Realized FX',
  [accounts.unrealizedFx]: 'Unrealized FX',
  [accounts.rounding]: 'Rounding',
  [accounts.cashRounding]: 'Cash rounding',
  [accounts.suspense]: 'Suspense',
};

/** "1020 Clearing (shopify_payments)": the code, what it is, and what its suffix says. */
export function accountName(account: string): string {
  const [code = account, ...suffix] = account.split('.');
  const detail = suffix.length > 0 ? ` (${suffix.join('.')})` : '';
  return `${code} ${names[code] ?? 'Account'}${detail}`;
}
