/** The ERP's accounts by our chart: the mapping that the shop's accountant would have made. */
import type { LedgerLine } from '#src/contract/ledger.ts';
import { tenderAccount } from '#src/stabilize/ledger/tender.ts';
import { plainRate } from '#src/stabilize/rate.ts';
import { accounts } from '#domain/chart.ts';
import { chart, clearingOf } from '#sandbox/erp/chart.ts';

/** Stock and cost of goods are the ERP's own affair (ACCOUNTING §1). */
const unmapped: ReadonlySet<string> = new Set([
  chart.inventory,
  chart.goodsReceived,
  chart.costOfGoods,
  chart.stockDifferences,
]);

const ours: ReadonlyMap<string, string> = new Map([
  [chart.bank, accounts.bank],
  [chart.receivable, accounts.receivable],
  [chart.deposits, accounts.deposits],
  [chart.tax, accounts.tax],
  [chart.channelTax, accounts.channelTax],
  [chart.duties, accounts.duties],
  [chart.giftCards, accounts.giftCards],
  [chart.tips, accounts.tips],
  [chart.deferredRevenue, accounts.deferredRevenue],
  [chart.deferredDiscounts, accounts.deferredDiscounts],
  [chart.suspense, accounts.suspense],
  [chart.revenue, accounts.product],
  [chart.shipping, accounts.shipping],
  [chart.fees, accounts.fees],
  [chart.returns, accounts.returns],
  [chart.discounts, accounts.discounts],
]);

/** Null for an account that nobody maps. Taxes are kept apart by their keys, on both sides. */
export function accountOfErp({ account, taxKey }: Pick<LedgerLine, 'account' | 'taxKey'>): string | null {
  if (unmapped.has(account)) return null;
  const gateways = clearingOf('');
  if (account.startsWith(gateways)) return tenderAccount(account.slice(gateways.length));
  return accountOfOurs(ours.get(account) ?? account, taxKey);
}

/** Money that the ERP's bank received first, as the store calls it once it was told. */
const receivedByErp = tenderAccount('manual');

export function accountOfOurs(account: string, taxKey: string | null): string {
  if (account === receivedByErp) return accounts.bank;
  const [code = account] = account.split('.');
  return taxKey !== null && code === accounts.tax ? `${code}.${plainKey(taxKey)}` : account;
}

function plainKey(key: string): string {
  const at = key.lastIndexOf('@');
  return at < 0 ? key : `${key.slice(0, at)}@${plainRate(key.slice(at + 1))}`;
}
