import { accounts } from '#domain/chart.ts';
import type { ChargeKind, DocumentCharge, DocumentLine } from '#domain/document.ts';
import type { Instant } from '#domain/instant.ts';
import { isKnownSale } from '#src/stabilize/sold.ts';
import { type BooksContext, policyOf } from './context.ts';

/** Where an item's price before discount is credited, and where its discount is debited. */
export type RevenueAccounts = { readonly gross: string; readonly discount: string };

/** Only what is revenue at last can be deferred; taxes, duties, tips and cards are owed at once. */
export function lineAccounts(context: BooksContext, line: DocumentLine, earned: boolean): RevenueAccounts {
  if (isStrange(context, line)) return suspended;
  if (line.giftCard) return { gross: accounts.giftCards, discount: accounts.discounts };
  return earned ? earnedAt(accounts.product) : deferred;
}

/** A line that was sold in a way that nobody documents: it is no revenue before somebody says what it is. */
export function isStrange({ order: { agreements } }: BooksContext, { lineItem }: DocumentLine): boolean {
  const sold = agreements.flatMap(({ sales }) => sales).find((one) => one.lineItem === lineItem);
  return sold !== undefined && sold.lineType !== 'ADJUSTMENT' && !isKnownSale(sold.lineType);
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

const suspended: RevenueAccounts = { gross: accounts.suspense, discount: accounts.suspense };

const deferred: RevenueAccounts = { gross: accounts.deferredRevenue, discount: accounts.deferredDiscounts };

function earnedAt(gross: string): RevenueAccounts {
  return { gross, discount: accounts.discounts };
}
