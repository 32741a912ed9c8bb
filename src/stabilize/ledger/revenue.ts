import { accounts } from '#domain/chart.ts';
import type { ChargeKind, DocumentCharge, DocumentLine } from '#domain/document.ts';
import type { Instant } from '#domain/instant.ts';
import { type BooksContext, policyOf } from './context.ts';

/** Where an item's price before discount is credited, and where its discount is debited. */
export type RevenueAccounts = { readonly gross: string; readonly discount: string };

/** Only what is revenue at last can be deferred; taxes, duties, tips and cards are owed at once. */
export function lineAccounts(line: DocumentLine, earned: boolean): RevenueAccounts {
  if (line.giftCard) return { gross: accounts.giftCards, discount: accounts.discounts };
  return earned ? earnedAt(accounts.product) : deferred;
}

export function chargeAccounts(
  context: BooksContext,
  { kind, happenedAt, earned }: { kind: ChargeKind; happenedAt: Instant; earned: boolean },
): RevenueAccounts {
  if (kind === 'shipping' && !earned) return deferred;
  if (kind === 'tip' && policyOf(context, happenedAt).tips === 'income') return earnedAt(accounts.tipIncome);
  return earnedAt(chargeAccount[kind]);
}

/** Whether an item's revenue waits for its goods where policy says that revenue does. */
export function isDeferrable(item: DocumentLine | DocumentCharge): boolean {
  return 'kind' in item ? item.kind === 'shipping' : !item.giftCard;
}

const chargeAccount: Readonly<Record<ChargeKind, string>> = {
  shipping: accounts.shipping,
  tip: accounts.tips,
  duty: accounts.duties,
  fee: accounts.fees,
  unknown: accounts.suspense,
};

const deferred: RevenueAccounts = { gross: accounts.deferredRevenue, discount: accounts.deferredDiscounts };

function earnedAt(gross: string): RevenueAccounts {
  return { gross, discount: accounts.discounts };
}
