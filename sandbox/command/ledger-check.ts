/** The check of a ledger, from its rows to sentences. */
import { accountName } from '#domain/chart.ts';
import type { Instant } from '#domain/instant.ts';
import type { Database } from '#src/client/database.ts';
import {
  balanceDays,
  cardBalances,
  clearingBalances,
  cutOffList,
  newestEntry,
  openBalances,
  orderAsSoldOf,
  ordersAsSold,
  projectedOf,
  projectLedger,
  writtenEntryOf,
} from '#src/stabilize/ledger/audit/store.ts';
import { type Rebuilt, rebuild, shown, type Violation } from '#src/stabilize/ledger/check.ts';
import { tieCards, tieClearing } from '#src/stabilize/ledger/tie-settlement.ts';
import { projectionFlaws, type Tied, tieOrders } from '#src/stabilize/ledger/tie.ts';
import { summariesOff } from '#src/stabilize/summary/store.ts';
import { readJournal } from './journal.ts';

export type CheckedLedger = {
  readonly entries: number;
  /** In decimal text with its currency; a debit is positive. */
  readonly balances: readonly { readonly account: string; readonly balance: string }[];
  readonly tied: Omit<Tied, 'violations'>;
  /** Posted in a later period than the one in which it took effect. */
  readonly cutOff: readonly { key: string; effectiveOn: string; postingDate: string; amount: string }[];
  readonly suspense: Rebuilt['suspense'];
  /** What the accounts of settlement are held against, and how that stands. */
  readonly settled: readonly string[];
  /** Control accounts that no known facts can be held against. */
  readonly unmeasured: readonly string[];
  readonly violations: readonly Violation[];
};

export async function checkLedger(db: Database, shopId: string, now: Instant): Promise<CheckedLedger> {
  const [[newest], days, open, sold, late, gateways, cards, summaries] = await db.trip(
    shopId,
    [
      newestEntry(),
      balanceDays(),
      openBalances(),
      ordersAsSold(),
      cutOffList(),
      clearingBalances(),
      cardBalances(),
      summariesOff(),
    ],
    [projectLedger(now, 0)],
  );
  const reading = rebuild();
  for await (const page of readJournal(db, shopId, newest?.id ?? '0')) reading.add(page.map(writtenEntryOf));
  const { rebuilt, violations } = reading.end();
  const { violations: untied, ...tied } = tieOrders(rebuilt, sold.map(orderAsSoldOf));
  const settlement = [tieClearing(gateways, rebuilt), tieCards(cards)];
  return {
    entries: rebuilt.entries,
    balances: balancesOf(rebuilt),
    tied,
    cutOff: late.map((one) => ({
      key: one.key,
      effectiveOn: one.effective_on,
      postingDate: one.posting_date,
      amount: shown(BigInt(one.control_total), one.currency),
    })),
    suspense: rebuilt.suspense,
    settled: settlement.flatMap(({ sentences }) => sentences),
    unmeasured: settlement.flatMap(({ unmeasured }) => unmeasured),
    violations: [
      ...violations,
      ...projectionFlaws(rebuilt, projectedOf(days, open)),
      ...untied,
      ...settlement.flatMap((one) => one.violations),
      ...summaries.map(({ key, account, tax, minor, currency }) => ({
        rule: 'summary',
        about: key,
        sentence: `${key} says ${shown(BigInt(minor), currency)} more on ${accountName(account)}${tax === null ? '' : `, ${tax},`} than the entries that it sums`,
      })),
    ],
  };
}

function balancesOf({ days }: Rebuilt): CheckedLedger['balances'] {
  const sums = new Map<string, { account: string; currency: string; minor: bigint }>();
  for (const [key, { debit, credit }] of days) {
    const parts = key.split(' ');
    const [currency = ''] = parts.slice(-3);
    const account = parts.slice(0, -3).join(' ');
    const name = `${account} ${currency}`;
    const minor = (sums.get(name)?.minor ?? 0n) + debit - credit;
    sums.set(name, { account, currency, minor });
  }
  const sorted = [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, { account, currency, minor }]) => ({ account, balance: shown(minor, currency) }));
}

export function ledgerSentences(checked: CheckedLedger): string[] {
  const { entries, balances, tied, cutOff, suspense, settled, unmeasured, violations } = checked;
  const width = Math.max(0, ...balances.map(({ account }) => accountName(account).length));
  return [
    `${entries} entries`,
    ...balances.map(
      ({ account, balance }) => `  ${accountName(account).padEnd(width)}  ${balance.padStart(18)}`,
    ),
    `${tied.orders} orders tie to what the store says of them; ${tied.waiting} wait, ${tied.broken} have a break of ` +
      `their own, ${tied.opened} were opened at the cut-over`,
    ...settled,
    ...unmeasured.map((what) => `not measured: ${what}`),
    `cut-off list: ${cutOff.length === 0 ? 'empty' : `${cutOff.length} entries`}`,
    ...cutOff.map(
      (one) => `  ${one.key}: ${one.amount} in effect on ${one.effectiveOn}, posted on ${one.postingDate}`,
    ),
    `suspense: ${suspense.length === 0 ? 'empty' : `${suspense.length} items`}`,
    ...suspense.map(({ key, item, amount }) => `  ${key}: ${amount}${item === '' ? '' : ` of ${item}`}`),
    ...(violations.length === 0
      ? ['No violation: every entry and every cut balances, and the projections are the sums of the lines.']
      : [
          `${violations.length} violations:`,
          ...violations.map(({ rule, sentence }) => `  ${rule}: ${sentence}`),
        ]),
  ];
}
