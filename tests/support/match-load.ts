/** Open items in any number, with the truth of what belongs together: pairs, ties, and decoys that nearly fit. */
import { createHash } from 'node:crypto';
import type pg from 'pg';

export type LoadItem = {
  readonly ref: string;
  readonly lane: string;
  readonly side: 'due' | 'document';
  readonly group: string;
  readonly minor: number;
  readonly currency: string;
  /** Days after an arbitrary first one. */
  readonly day: number;
};

/** `truth`: the document of each due that has exactly one, and is that document's only one. */
export type MatchLoad = {
  readonly items: readonly LoadItem[];
  readonly truth: ReadonlyMap<string, string>;
};

/** Amounts come again after so many days: far enough for their windows never to touch. */
const cycleDays = 25;
const amounts = 5000;

/**
 * Of each hundred dues eighty-eight have one document each, filed under some other order; six share two documents by
 * twos; and six have a document only that differs by a cent, in its currency, in its kind or by a day too many.
 * The items come in no order.
 */
export function matchLoad(size: number): MatchLoad {
  const items: LoadItem[] = [];
  const truth = new Map<string, string>();
  for (let n = 0; n < size; n += 1) {
    const of = n % 100;
    const shared = of >= 88 && of < 94;
    const due = dueOf(n, shared ? n - (n % 2) : n);
    const document: LoadItem = {
      ...due,
      ref: `document/invoice/${n}`,
      lane: `order/${(n + 1) % size}`,
      side: 'document',
      day: due.day + (n % 3) - 1,
      ...(of >= 94 ? amissOf(due, n) : {}),
    };
    if (of < 88) truth.set(due.ref, document.ref);
    items.push(due, document);
  }
  const scattered = new Map(items.map(({ ref }) => [ref, createHash('md5').update(ref).digest('hex')]));
  const rank = ({ ref }: LoadItem): string => scattered.get(ref) ?? '';
  return { items: items.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1)), truth };
}

/** The due of number `n` with the amount and day of number `like`. */
function dueOf(n: number, like: number): LoadItem {
  return {
    ref: `due/invoice/${n}`,
    lane: `order/${n}`,
    side: 'due',
    group: 'invoice',
    minor: 1000 + (like % amounts) * 10,
    currency: 'EUR',
    day: Math.floor(like / amounts) * cycleDays + (like % 3),
  };
}

function amissOf({ minor, day }: LoadItem, n: number): Partial<LoadItem> {
  const amiss: readonly Partial<LoadItem>[] = [
    { minor: minor + 1 },
    { currency: 'USD' },
    { group: 'credit_memo' },
    { day: day + 2 },
  ];
  return amiss[n % amiss.length] ?? {};
}

/** Writes the items and their lanes as the product's commits would, in the order given. */
export async function enterItems(client: pg.Client, shop: string, items: readonly LoadItem[]): Promise<void> {
  await client.query(
    `insert into open_item (shop_id, ref, lane, side, item_group, kind, minor, currency, on_date, label)
     select $1::bigint, i.ref, i.lane, i.side, i."group", i."group", i.minor, i.currency, date '2026-01-01' + i.day,
       'label of ' || i.ref
     from rows from (jsonb_to_recordset($2::jsonb) as (ref text, lane text, side text, "group" text, minor bigint,
       currency text, day integer)) with ordinality as i (ref, lane, side, "group", minor, currency, day, nth) order by nth`,
    [shop, JSON.stringify(items)],
  );
  await client.query(
    `insert into lane (shop_id, key) select distinct shop_id, lane from open_item where shop_id = $1 on conflict do nothing`,
    [shop],
  );
}
