/** Rebuilds from the journal's lines all that can be told of them, and compares (ACCOUNTING §9). Pure; reads page by page. */
import { digest } from '#domain/canonical.ts';
import type { Instant } from '#domain/instant.ts';
import { entryDigest, type JournalLine } from '#domain/journal.ts';
import { formatMoney } from '#domain/money.ts';
import type { BookedEntry } from './reconcile.ts';

/** An entry with everything that was written beside its lines. */
export type WrittenEntry = BookedEntry & {
  readonly lane: string;
  readonly recordedAt: Instant;
  readonly lineCount: number;
  readonly controlTotal: bigint;
  /** Currencies of its lines; all must be the entry's. */
  readonly currencies: readonly string[];
};

export type Violation = { readonly rule: string; readonly about: string; readonly sentence: string };

export type Balance = { readonly debit: bigint; readonly credit: bigint; readonly lines: number };

/** What the books say of one order. */
export type OrderBooks = {
  readonly currency: string;
  readonly receivable: bigint;
  /** What of it is the ERP's own rounding, which the store does not know. */
  readonly rounded: bigint;
  readonly deposits: bigint;
  /** What its invoices come to, less its credit memos. */
  readonly invoiced: bigint;
  /** What its tax lines come to, on whichever account. */
  readonly taxed: bigint;
  /** Its past is an opening balance, so what was invoiced before is not in these books. */
  readonly opened: boolean;
};

/** What the lines add up to; `days` by account, currency, day of effect and day of record. */
export type Rebuilt = {
  readonly entries: number;
  readonly days: ReadonlyMap<string, Balance>;
  readonly orders: ReadonlyMap<string, OrderBooks>;
  readonly suspense: readonly { readonly key: string; readonly item: string; readonly amount: string }[];
};

export type Rebuilding = {
  readonly add: (entries: readonly WrittenEntry[]) => void;
  readonly end: () => { readonly rebuilt: Rebuilt; readonly violations: readonly Violation[] };
};

/** A reading of the whole journal in the order in which it was written. */
export function rebuild(): Rebuilding {
  const violations: Violation[] = [];
  const days = new Map<string, Balance>();
  const orders = new Map<string, OrderBooks>();
  const suspense: Rebuilt['suspense'][number][] = [];
  const signatures = new Map<string, string>();
  const reversed = new Set<string>();
  let entries = 0;

  const add = (entry: WrittenEntry) => {
    entries += 1;
    violations.push(...flawsOf(entry));
    if (signatures.has(entry.key)) violations.push(flaw('key', entry.key, 'is written twice'));
    signatures.set(entry.key, signature(entry.lines, 1n));
    if (entry.reverses !== null) {
      if (signatures.get(entry.reverses) !== signature(entry.lines, -1n))
        violations.push(flaw('reversal', entry.key, `does not mirror ${entry.reverses}`));
      if (reversed.has(entry.reverses))
        violations.push(flaw('reversal', entry.reverses, 'is reversed twice'));
      reversed.add(entry.reverses);
    }
    for (const line of entry.lines) {
      const day = dayKey(line.account, entry);
      days.set(day, plus(days.get(day), line.minor));
      if (line.account.startsWith('9999'))
        suspense.push({ key: entry.key, item: line.item, amount: shown(line.minor, entry.currency) });
    }
    if (entry.order !== '') orders.set(entry.lane, withEntry(orders.get(entry.lane), entry));
  };

  return {
    add: (page) => page.forEach(add),
    end: () => ({
      rebuilt: { entries, days, orders, suspense },
      violations: [...violations, ...cutsOutOfBalance(days)],
    }),
  };
}

/** `1100 EUR 2026-11-02 2026-11-03`: account, currency, day of effect, day of record (UTC). Accounts may hold spaces. */
export function dayKey(
  account: string,
  { currency, effectiveOn, recordedAt }: { currency: string; effectiveOn: string; recordedAt: string },
): string {
  return `${account} ${currency} ${effectiveOn} ${recordedAt.slice(0, 10)}`;
}

export function flaw(rule: string, about: string, what: string): Violation {
  return { rule, about, sentence: `${about} ${what}.` };
}

export function shown(minor: bigint, currency: string): string {
  return `${formatMoney({ minor, currency })} ${currency}`;
}

/** What one entry says against itself. */
function flawsOf(entry: WrittenEntry): Violation[] {
  const { key, lines, currency, lineCount, controlTotal, currencies } = entry;
  const rest = lines.reduce((sum, { minor }) => sum + minor, 0n);
  const debit = lines.reduce((sum, { minor }) => (minor > 0n ? sum + minor : sum), 0n);
  return [
    ...(rest === 0n ? [] : [flaw('balance', key, `is out of balance by ${shown(rest, currency)}`)]),
    ...(lines.length >= 2 && lines.length === lineCount
      ? []
      : [flaw('control total', key, `has ${lines.length} lines and says ${lineCount}`)]),
    ...(lines.every(({ minor }) => minor !== 0n) ? [] : [flaw('balance', key, 'has a line of zero')]),
    ...(debit === controlTotal
      ? []
      : [
          flaw(
            'control total',
            key,
            `debits ${shown(debit, currency)} and says ${shown(controlTotal, currency)}`,
          ),
        ]),
    ...(currencies.every((one) => one === currency)
      ? []
      : [flaw('currency', key, `has lines in ${currencies.join(' and ')} and is in ${currency}`)]),
    ...(entry.postingDate >= entry.effectiveOn
      ? []
      : [
          flaw(
            'period',
            key,
            `is posted on ${entry.postingDate}, before it took effect on ${entry.effectiveOn}`,
          ),
        ]),
    ...(entryDigest(entry) === entry.digest ? [] : [flaw('digest', key, 'does not read as it was written')]),
  ];
}

/** Every cut through (day of record, day of effect) is a sum of cells, so all cuts are zero when every cell is. */
function cutsOutOfBalance(days: ReadonlyMap<string, Balance>): Violation[] {
  const cells = new Map<string, bigint>();
  for (const [key, { debit, credit }] of days) {
    const cell = key.split(' ').slice(-3).join(' ');
    cells.set(cell, (cells.get(cell) ?? 0n) + debit - credit);
  }
  return [...cells].flatMap(([cell, rest]) => {
    const [currency = '', effective, recorded] = cell.split(' ');
    if (rest === 0n) return [];
    const what = `recorded on ${recorded} is off by ${shown(rest, currency)}`;
    return [flaw('trial balance', `What took effect on ${effective} and was`, what)];
  });
}

function plus(balance: Balance | undefined, minor: bigint): Balance {
  const { debit, credit, lines } = balance ?? { debit: 0n, credit: 0n, lines: 0 };
  return minor > 0n
    ? { debit: debit + minor, credit, lines: lines + 1 }
    : { debit, credit: credit - minor, lines: lines + 1 };
}

function withEntry(known: OrderBooks | undefined, entry: WrittenEntry): OrderBooks {
  const books = known ?? {
    currency: entry.currency,
    receivable: 0n,
    rounded: 0n,
    deposits: 0n,
    invoiced: 0n,
    taxed: 0n,
    opened: false,
  };
  const [family = ''] = entry.key.replace(/^reversal\//, '').split('/');
  const receivable = sumOf(entry.lines, ({ account }) => account === '1100');
  const bills = family === 'invoice' || family === 'credit';
  return {
    currency: books.currency,
    receivable: books.receivable + receivable,
    rounded: books.rounded + (family === 'rounding' ? receivable : 0n),
    deposits: books.deposits + sumOf(entry.lines, ({ account }) => account === '2120'),
    invoiced: books.invoiced + (bills ? receivable : 0n),
    taxed: books.taxed - sumOf(entry.lines, ({ dimensions }) => dimensions?.['tax'] !== undefined),
    opened: books.opened || family === 'opening',
  };
}

function sumOf(lines: readonly JournalLine[], of: (line: JournalLine) => boolean): bigint {
  return lines.filter(of).reduce((sum, { minor }) => sum + minor, 0n);
}

/** Equal for entries that move the same amounts on the same accounts and items. */
function signature(lines: readonly JournalLine[], sign: bigint): string {
  const moved = lines.map(({ account, item, minor }) => `${account}|${item}|${minor * sign}`);
  return digest(moved.toSorted());
}
