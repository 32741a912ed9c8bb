/** The general-ledger lines of a document. Whatever its lines do not explain of its total goes to its main account. */
import { chart, taxAccountOf } from './chart.ts';
import type { Itemized, Kind } from './contract.ts';
import type { Amount, Substance } from './substance.ts';

type Booked = {
  readonly kind: Kind;
  readonly total: bigint;
  readonly substance: Substance;
  /** What one unit of an item cost, in the money of the stock. */
  readonly costOf: (sku: string) => bigint;
};

/** Amounts that come to zero; none for what is only promised. */
export function amountsOf(booked: Booked): Amount[] {
  const amounts = merged(rawAmountsOf(booked));
  const sum = amounts.reduce((left, { minor }) => left + minor, 0n);
  if (sum !== 0n) throw new Error(`The ${booked.kind} books ${sum} more than it takes.`);
  return amounts;
}

function rawAmountsOf(booked: Booked): Amount[] {
  const { kind, total, substance } = booked;
  const { account } = substance;
  switch (kind) {
    case 'sales_order':
      return [];
    case 'customer_deposit':
      return between(account, chart.deposits, total);
    case 'invoice':
      return [
        plain(chart.receivable, total),
        ...deferred(substance, against(total, chart.revenue, sold(substance))),
      ];
    case 'application':
      return substance.isCredit ? [] : between(chart.deposits, chart.receivable, total);
    case 'credit_memo':
      return [
        ...negated(against(total, chart.returns, creditedOf(substance))),
        plain(chart.receivable, -total),
      ];
    case 'payment':
      return between(account, chart.receivable, total);
    case 'refund_payment':
      return [
        plain(chart.deposits, substance.fromDeposits),
        plain(chart.receivable, total - substance.fromDeposits),
        plain(account, -total),
      ];
    case 'shipment':
      return between(chart.inventory, chart.costOfGoods, valueOf(booked));
    case 'stock_adjustment':
      return between(chart.inventory, account, valueOf(booked));
    case 'journal':
      return [...substance.entries];
  }
}

/** Units at what they cost; negative when they leave. */
export function valueOf({ substance, costOf }: Pick<Booked, 'substance' | 'costOf'>): bigint {
  return substance.units.reduce((sum, { sku, quantity }) => sum + BigInt(quantity) * costOf(sku), 0n);
}

/** The credits of what is sold, with the rest of the total on the main account. */
function against(total: bigint, main: string, credits: readonly Amount[]): Amount[] {
  const explained = credits.reduce((sum, { minor }) => sum - minor, 0n);
  return [...credits, plain(main, explained - total)];
}

function sold({ lines, charges, taxes }: Substance): Amount[] {
  return [
    ...lines.flatMap((line) => itemized(line.giftCard ? chart.giftCards : chart.revenue, line)),
    ...charges.flatMap((charge) => itemized(chargeAccounts[charge.kind], charge)),
    ...taxes.map(({ key, minor }) => taxed(key, minor)),
  ];
}

const deferredAccounts: ReadonlyMap<string, string> = new Map([
  [chart.revenue, chart.deferredRevenue],
  [chart.shipping, chart.deferredRevenue],
  [chart.discounts, chart.deferredDiscounts],
]);

function deferred({ isDeferred }: Substance, credits: readonly Amount[]): readonly Amount[] {
  if (!isDeferred) return credits;
  return credits.map((one) => ({ ...one, account: deferredAccounts.get(one.account) ?? one.account }));
}

/**
 * What comes back is an allowance, also where nothing names it, and what never left takes its revenue back; taxes,
 * charges and cards stay what they are.
 */
function creditedOf(substance: Substance): Amount[] {
  const { lines, unshipped } = substance;
  const allowances = new Set<string>([chart.revenue, chart.discounts, chart.suspense]);
  const back = { ...substance, lines: lines.filter((line) => !unshipped.includes(line)) };
  return [
    ...sold(back).map((one) => (allowances.has(one.account) ? { ...one, account: chart.returns } : one)),
    ...sold({ ...substance, lines: unshipped, charges: [], taxes: [] }),
  ];
}

const chargeAccounts: Readonly<Record<Itemized['charges'][number]['kind'], string>> = {
  shipping: chart.shipping,
  tip: chart.tips,
  duty: chart.duties,
  fee: chart.fees,
  unknown: chart.suspense,
};

function itemized(account: string, item: Itemized['charges'][number] | Itemized['lines'][number]): Amount[] {
  return [
    plain(account, -BigInt(item.gross.minor)),
    plain(chart.discounts, BigInt(item.discount.minor)),
    ...item.taxes.map((tax) => taxed(tax.key, BigInt(tax.amount.minor))),
  ];
}

function taxed(key: string, minor: bigint): Amount {
  return { account: taxAccountOf(key), taxKey: key, minor: -minor };
}

function plain(account: string, minor: bigint): Amount {
  return { account, taxKey: null, minor };
}

function between(debit: string, credit: string, minor: bigint): Amount[] {
  return [plain(debit, minor), plain(credit, -minor)];
}

function negated(amounts: readonly Amount[]): Amount[] {
  return amounts.map((one) => ({ ...one, minor: -one.minor }));
}

/** One line for each account and tax, and none of nothing. */
function merged(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string, Amount>();
  for (const one of amounts) {
    const name = `${one.account} ${one.taxKey ?? ''}`;
    sums.set(name, { ...one, minor: (sums.get(name)?.minor ?? 0n) + one.minor });
  }
  return [...sums.values()].filter(({ minor }) => minor !== 0n);
}
