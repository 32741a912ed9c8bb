/** ERP − ledger per mapped account and day, with what of it is listed: by a break, by what waits, by what nobody posts yet. */
import { tolerated } from '#domain/break.ts';
import { summaryLaneOfKey } from '#domain/summary.ts';
import { isOfSettlement } from '#src/stabilize/settlement/settle-lane.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import type { Lived } from '../life.ts';
import { isUnpaid } from '../touch.ts';
import { accountOfErp, accountOfOurs } from './account.ts';

type Amount = { readonly account: string; readonly day: string; readonly minor: bigint };
/** `lane`: the subject whose breaks and postings say why the two sides differ. */
type Told = Amount & { readonly lane: string };

export type Difference = Amount & {
  /** Σ of what is listed; what is left is not. */
  readonly listed: bigint;
  readonly unlisted: readonly { readonly lane: string; readonly minor: bigint }[];
};

/** What rates of exchange leave of an order that is settled is a difference that no workflow posts. */
const rates = 'realized FX';

function isOfRates({ key, reverses }: Pick<EntryRow, 'key' | 'reverses'>): boolean {
  return (reverses ?? key).startsWith('fx/');
}

/** Gift cards of staff are journals that name no order; all of them together are one subject. */
const cards = 'gift cards';

export async function differencesOf(lived: Lived): Promise<readonly Difference[]> {
  const excused = await listedLanes(lived);
  const entries = await entriesOf(lived);
  const told = [...linesOf(lived), ...entries.map((one) => ({ ...one, minor: -one.minor }))];
  const byPlace = Map.groupBy(told, ({ account, day }) => `${day} ${account}`);
  return [...byPlace.values()]
    .flatMap((same): readonly Difference[] => {
      const [first] = same;
      const off = [...Map.groupBy(same, ({ lane }) => lane)]
        .map(([lane, of]) => ({ lane, minor: of.reduce((sum, { minor }) => sum + minor, 0n) }))
        .filter(({ minor }) => minor !== 0n);
      if (first === undefined || off.length === 0) return [];
      const unlisted = off.filter(({ lane }) => !excused.has(lane));
      const minor = off.reduce((sum, one) => sum + one.minor, 0n);
      const open = unlisted.reduce((sum, one) => sum + one.minor, 0n);
      return [{ account: first.account, day: first.day, minor, listed: minor - open, unlisted }];
    })
    .toSorted((one, other) => (`${one.day} ${one.account}` < `${other.day} ${other.account}` ? -1 : 1));
}

/** All that the demo shop's ERP has in its general ledger on accounts that are mapped. */
function linesOf({ world: { erp } }: Lived): Told[] {
  return erp.documents.flatMap((document) => {
    const { kind, id, order, key } = document;
    const summary = key === null || order !== null ? undefined : summaryLaneOfKey(key);
    const alone = summary ?? (kind === 'journal' ? cards : `erp/${id}`);
    const lane = order === null ? alone : laneOfOrder(order);
    return (erp.look(document)?.glLines ?? []).flatMap((line) => {
      const account = accountOfErp(line);
      return account === null ? [] : [{ account, day: line.date, minor: BigInt(line.amount.minor), lane }];
    });
  });
}

type EntryRow = {
  readonly key: string;
  readonly reverses: string | null;
  readonly lane: string;
  readonly summary: string | null;
  readonly day: string;
  readonly account: string;
  readonly tax: string | null;
  readonly minor: string;
};

/** All that our ledger has of orders and gift cards. What a gateway keeps, pays out or holds is posted by no workflow. */
async function entriesOf({ world }: Lived): Promise<Told[]> {
  const rows = await world.ask<EntryRow>(
    `select e.key, r.key as reverses, e.lane, e.summary_lane as summary, e.posting_date::text as day, l.account, l.dimensions ->> 'tax' as tax,
       l.minor::text as minor
     from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
     left join journal_entry r on r.shop_id = e.shop_id and r.id = e.reverses
     where e.shop_id = $1 order by e.id, l.line`,
    [world.shopId],
  );
  return rows.flatMap((row) => {
    const isOfCards = /^(reversal\/)?gift-card\//.test(row.key);
    if (isOfSettlement(row) && !isOfCards) return [];
    const lane = isOfCards ? cards : (row.summary ?? (isOfRates(row) ? rates : row.lane));
    return [{ account: accountOfOurs(row.account, row.tax), day: row.day, minor: BigInt(row.minor), lane }];
  });
}

/**
 * Subjects that say by themselves why the ERP holds something else: a break of their documents or of what has no
 * account yet, a posting that has not left, a leg that is not due yet, a deposit that waits for its order to be paid whole.
 */
async function listedLanes(lived: Lived): Promise<ReadonlySet<string>> {
  const { world } = lived;
  const rows = await world.ask<{ lane: string }>(
    `select lane from break where shop_id = $1 and (closed_at is null or closed_how = $2)
       and (leg in ('erp', 'refund') or cause in ('UNMAPPED', 'UNKNOWN_TYPE'))
     union select lane from posting where shop_id = $1 and state in ('planned', 'leased', 'held', 'rejected')
     union select key from lane where shop_id = $1 and key like 'summary/%' and (is_due or prove_due_at is not null)
     union select lane from proof where shop_id = $1 and (erp_state = 'pending' or refund_state = 'pending')`,
    [world.shopId, tolerated],
  );
  const lanes = rows.map(({ lane }) => (lane.startsWith('gift_card') ? cards : lane));
  return new Set([...lanes, rates, ...unpaidOrders(lived)]);
}

/** Of an order that is paid in part, and of which nothing has left, nothing is due at the ERP. */
function unpaidOrders({ world }: Lived): string[] {
  return world.store.state.orders
    .filter((order) => order.fulfillments.length === 0 && isUnpaid(order))
    .map((order) => laneOfOrder(orderGid(order)));
}

function laneOfOrder(order: string): string {
  return `order/${order.slice('gid://shopify/Order/'.length)}`;
}
