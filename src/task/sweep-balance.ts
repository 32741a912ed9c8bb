/** Reads what moved the Shopify Payments balance, of which no webhook tells, and keeps what is not known. */
import { z } from 'zod';
import { type BalancePage, listBalanceTransactions } from '#src/client/shopify/settlement.ts';
import { isWholeDue, type Pass, sinceLast } from '#src/stabilize/catch-up/step.ts';
import { repeatsATender } from '#src/stabilize/ledger/settlement.ts';
import { balancesKnown, factsKnown, type KnownBalanceRow } from '#src/stabilize/catch-up/store.ts';
import type { Json } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import { instant, type Instant, later } from '#domain/instant.ts';
import { parseMoney } from '#domain/money.ts';
import { type ShopSettings, workflowNamed } from '#domain/shop.ts';
import { openStore } from './sweep-order.ts';
import { keepListed, type Page, type Reader, type Turn } from './sweep-page.ts';

const untilPastMs = 10 * 60_000;
export const noAccountMs = 86_400_000;
/** Once a day as far back as a movement may come late. */
const wholeMs = 3 * 86_400_000;

/** As far back as a shop's past is read, though none of it is booked. */
export const pastMs = 60 * 86_400_000;

/** Our own cursor: the store's, and what moved so far by currency, in minor units. */
const place = z.object({ cursor: z.string().nullable(), moved: z.record(z.string(), z.string()) });
type Place = z.output<typeof place>;

/** What tells a pass of a shop without Shopify Payments from any other. */
export const noAccount = 'no account';

export const balanceTransactions: Reader = {
  begin({ deps, shop, around: { past } }, of) {
    const from = booksFrom(shop);
    if (from === null) return { waitFor: 'nothing is booked yet', waitMs: untilPastMs };
    // Whatever the past brings of orders is known before their money is looked at.
    if (past === 'unread') return { waitFor: 'the past is being read', waitMs: untilPastMs };
    if (of.readThrough === null) return { since: later(from, -pastMs) };
    return { since: isWholeDue(of, deps.now()) ? later(of.readThrough, -wholeMs) : sinceLast(of) };
  },

  async page(turn, pass): Promise<Page> {
    const at: Place =
      pass.cursor === null ? { cursor: null, moved: {} } : place.parse(JSON.parse(pass.cursor));
    const page = await listBalanceTransactions(await openStore(turn), pass.since, at.cursor);
    const askedAt = turn.deps.now();
    if (page === null) return { rows: 0, cursor: noAccount, isLast: true, writes: [] };
    const [known, balances] = await turn.deps.db.trip(turn.shopId, [
      factsKnown(
        'balance_transaction',
        page.rows.map(({ id }) => id),
      ),
      balancesKnown(),
    ]);
    const told = new Set(known.map(({ key }) => key));
    const from = booksFrom(turn.shop) ?? askedAt;
    const news = page.rows.filter((row) => !told.has(row.id) && isOfUse(row, from));
    const moved = movedAfter(at.moved, page, from);
    const isLast = page.next === null;
    const end = isLast ? endOf(turn, pass, { page, moved, balances, isNew: news.length > 0 }) : nothingMore;
    return {
      rows: page.rows.length,
      cursor: isLast ? null : JSON.stringify({ cursor: page.next, moved }),
      isLast,
      writes: await keepListed(turn, {
        resource: 'balance-transactions',
        rows: news.map(encode),
        body: (transactions) => ({ askedAt, transactions, ...end }),
        beside: end.balance.length === 0 ? null : encode({ ...end, newest: page.rows.at(-1)?.id ?? null }),
      }),
    };
  },

  end({ deps, shop }, pass) {
    const waitMs = pass.cursor === noAccount ? noAccountMs : shop.policy.sweepMs;
    if (pass.cursor === noAccount) deps.log({ event: 'no-shopify-payments', shop: shop.domain });
    return { through: pass.startedAt, dueAt: later(deps.now(), waitMs), writes: [] };
  },
};

/** When the books begin, before which whatever moved is in their opening. */
export function booksFrom(shop: ShopSettings): Instant | null {
  return workflowNamed(shop, 'invoice posting')?.cutOverAt ?? null;
}

type End = {
  readonly balance: readonly Json[];
  readonly opening: { readonly at: Instant; readonly moved: Place['moved'] } | null;
};

const nothingMore: End = { balance: [], opening: null };

type Listed = {
  readonly page: BalancePage;
  readonly moved: Place['moved'];
  readonly balances: readonly KnownBalanceRow[];
  readonly isNew: boolean;
};

/** The last page is of one moment with the balance, so what moved since the books began says what it was then. */
function endOf({ shop }: Turn, { since }: Pass, { page, moved, balances, isNew }: Listed): End {
  const isOpened = balances.some(({ kind }) => kind === 'clearing_opening');
  const from = booksFrom(shop);
  const opening = isOpened || from === null || since >= from ? null : { at: from, moved };
  const told = new Map(
    balances.flatMap((one) => (one.kind === 'clearing_balance' ? [[one.currency, one.minor]] : [])),
  );
  const hasChanged = page.balance.some(
    ({ amount, currencyCode }) => told.get(currencyCode) !== String(parseMoney(amount, currencyCode).minor),
  );
  if (!isNew && !hasChanged && opening === null) return nothingMore;
  return { balance: page.balance.map(encode), opening };
}

/** Of what moved before the books began, the tenders are in nobody's entries: only what is odd about the rest is looked for. */
function isOfUse(row: unknown, from: Instant): boolean {
  const read = movement.safeParse(row).data;
  return read === undefined || (instant(read.transactionDate) ?? '') >= from || !repeatsATender(read.type);
}

const movement = z.object({
  type: z.string(),
  test: z.boolean(),
  transactionDate: z.string(),
  net: z.object({ amount: z.string(), currencyCode: z.string() }),
});

/** Test movements never count; the search compares whole seconds, so it may show what was a moment too early. */
function movedAfter(before: Place['moved'], { rows }: BalancePage, since: Instant): Place['moved'] {
  const moved = { ...before };
  for (const row of rows) {
    const read = movement.safeParse(row).data;
    if (read === undefined || read.test || (instant(read.transactionDate) ?? '') < since) continue;
    const { amount, currencyCode } = read.net;
    moved[currencyCode] = String(BigInt(moved[currencyCode] ?? '0') + parseMoney(amount, currencyCode).minor);
  }
  return moved;
}
