/** Ties what the lines add up to with what was kept beside them, and with what the store says by itself (ACCOUNTING §9.11). */
import { type Balance, flaw, type OrderBooks, type Rebuilt, shown, type Violation } from './check.ts';

/** The projections as they stand. */
export type Projected = {
  readonly days: ReadonlyMap<string, Balance>;
  /** `<lane> <account> <currency>` → minor units. */
  readonly open: ReadonlyMap<string, bigint>;
};

/** Projections are sums of lines and nothing else, in both directions. */
export function projectionFlaws(rebuilt: Rebuilt, projected: Projected): Violation[] {
  const open = new Map(
    [...rebuilt.orders].flatMap(([lane, { receivable, deposits, currency }]) =>
      [
        [`${lane} 1100 ${currency}`, receivable] as const,
        [`${lane} 2120 ${currency}`, deposits] as const,
      ].filter(([, minor]) => minor !== 0n),
    ),
  );
  return [
    ...unequal(rebuilt.days, projected.days, ({ debit, credit, lines }) => `${debit}/${credit}/${lines}`).map(
      (key) => flaw('projection', `The balance of ${key}`, 'is not the sum of its lines'),
    ),
    ...unequal(open, projected.open, String).map((key) =>
      flaw('projection', `The open balance of ${key}`, 'is not the sum of its lines'),
    ),
  ];
}

function unequal<Value>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
  text: (value: Value) => string,
): string[] {
  const said = (value: Value | undefined) => (value === undefined ? '' : text(value));
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (key) => said(one.get(key)) !== said(other.get(key)),
  );
}

/** What the store says of one order, at rest: no delivery waits, no question is open. */
export type OrderAsSold = {
  readonly lane: string;
  readonly name: string;
  readonly total: bigint;
  readonly outstanding: bigint | null;
  /** Σ taxes of all its sales. */
  readonly taxes: bigint;
  readonly isForeign: boolean;
  /** How many of its payments were converted by themselves, each perhaps a unit off. */
  readonly conversions: number;
  readonly atRest: boolean;
  /** An open break on the store's side, which says by itself what does not agree. */
  readonly isBroken: boolean;
  /** Placed before the books began: even where nothing of it stood open then, not all of it is in them. */
  readonly isOlder: boolean;
};

export type Tied = {
  readonly orders: number;
  /** Orders that cannot be tied yet, by reason. */
  readonly waiting: number;
  readonly broken: number;
  readonly opened: number;
  readonly violations: readonly Violation[];
};

/**
 * 1100 and 2120 against the store's own outstanding, and the taxes of what is invoiced whole against the sales'.
 * What is not invoiced yet is neither owed nor settled: only deposits can stand for it.
 */
export function tieOrders(rebuilt: Rebuilt, sold: readonly OrderAsSold[]): Tied {
  const known = sold.flatMap((order) => {
    const books = rebuilt.orders.get(order.lane);
    return books === undefined ? [] : [{ order, books }];
  });
  const opened = known.filter(({ order, books }) => books.opened || order.isOlder);
  const whole = known.filter(({ order, books }) => !books.opened && !order.isOlder);
  const waiting = whole.filter(({ order }) => !canBeTied(order));
  const broken = whole.filter(({ order }) => canBeTied(order) && order.isBroken);
  const tied = whole.filter(({ order }) => canBeTied(order) && !order.isBroken);
  return {
    orders: tied.length,
    waiting: waiting.length,
    broken: broken.length,
    opened: opened.length,
    violations: tied.flatMap(({ order, books }) => tie(order, books)),
  };
}

function canBeTied({ atRest, outstanding }: OrderAsSold): boolean {
  return atRest && outstanding !== null;
}

function tie(order: OrderAsSold, books: OrderBooks): Violation[] {
  const { name, total, outstanding, taxes, conversions, isForeign } = order;
  const { deposits, invoiced, taxed, currency } = books;
  const receivable = books.receivable - books.rounded;
  const slack = isForeign ? BigInt(conversions + 1) : 0n;
  const uninvoiced = total - invoiced;
  const owed = (outstanding ?? 0n) - uninvoiced;
  const off = receivable + deposits - owed;
  return [
    ...(magnitude(off) <= slack
      ? []
      : [
          flaw(
            'control account',
            `Order ${name}`,
            `stands open with ${shown(receivable + deposits, currency)} on 1100 and 2120; by the store's own ` +
              `outstanding it would be ${shown(owed, currency)}`,
          ),
        ]),
    ...(deposits <= 0n
      ? []
      : [
          flaw(
            'control account',
            `Order ${name}`,
            `has used ${shown(deposits, currency)} more deposits than it got`,
          ),
        ]),
    ...(uninvoiced !== 0n || taxed === taxes
      ? []
      : [
          flaw(
            'control account',
            `Order ${name}`,
            `is invoiced whole with ${shown(taxed, currency)} of tax; its sales have ${shown(taxes, currency)}`,
          ),
        ]),
  ];
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
