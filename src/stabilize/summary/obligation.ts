/** The journal by which the ERP gets a day: what the ledger has of it, less what it was told before. */
import type { JournalBody } from '#domain/document.ts';
import type { ErpPeriod } from '#domain/fact.ts';
import { money, sum } from '#domain/money.ts';
import type { Obligation } from '#domain/posting.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { summaryAnchor, type SummaryDay, summaryKey, summedFrom } from '#domain/summary.ts';
import { postingDay } from '#src/stabilize/ledger/period.ts';
import type { KnownSummary, SummaryPart, SummarySum } from './known.ts';

type Given = {
  readonly of: SummaryDay;
  readonly known: KnownSummary;
  readonly shop: ShopSettings;
  readonly periods: readonly ErpPeriod[];
};

/**
 * One journal for what no earlier one says, or none. Pure: the same ledger and the same earlier journals give the same
 * bytes. A part whose body is fixed and that has no receipt yet is waited for, whatever became of the facts.
 */
export function summaryObligation({ of, known, shop, periods }: Given): Obligation<JournalBody> | null {
  const fixed = known.parts.filter((one) => one.frozen);
  const entries = lessSaid(known.sums, fixed);
  if (entries.length === 0 || fixed.some(({ state }) => state !== 'posted')) return null;
  const part = Math.max(0, ...fixed.map(({ n }) => n)) + 1;
  const { day, currency } = of;
  const amounts = entries.map(({ account, taxKey, minor }) => ({
    account,
    taxKey,
    amount: money(minor, currency),
  }));
  const debits = amounts.map(({ amount }) => amount).filter(({ minor }) => minor > 0n);
  return {
    key: summaryKey(shop.domain, of, part),
    kind: 'journal',
    anchor: summaryAnchor(of),
    n: part,
    sumsThrough: known.through,
    happenedAt: summedFrom(of, shop),
    because: part === 1 ? `${day} is over` : `more of ${day} was told after its summary had left`,
    dependsOn: [],
    body: {
      kind: 'journal',
      order: null,
      fulfillment: null,
      sums: { day, part },
      postedOn: postingDay(day, periods),
      entries: amounts,
      total: sum(debits, currency),
    },
  };
}

/** By account and tax, nothing of nothing, in the order of their names. Throws where it does not come to zero. */
function lessSaid(sums: readonly SummarySum[], said: readonly SummaryPart[]): readonly SummarySum[] {
  const rest = new Map<string, SummarySum>();
  const add = (one: SummarySum): void => {
    const name = JSON.stringify([one.account, one.taxKey]);
    rest.set(name, { ...one, minor: (rest.get(name)?.minor ?? 0n) + one.minor });
  };
  for (const one of sums) add(one);
  for (const { body } of said)
    for (const { account, taxKey, amount } of body.entries) add({ account, taxKey, minor: -amount.minor });
  const entries = [...rest].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, of]) => of);
  const off = entries.reduce((whole, { minor }) => whole + minor, 0n);
  if (off !== 0n) throw new Error(`a summary is out of balance by ${off}`);
  return entries.filter(({ minor }) => minor !== 0n);
}
