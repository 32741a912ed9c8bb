/** What must be true of a world at rest, whatever happened to it (DESIGN §11). Each finding is a sentence with its subject. */
import type { World } from '../world.ts';
import { rereadFindings } from './reread.ts';

export type Invariant = {
  /** The number in DESIGN §11. */
  readonly number: number;
  readonly promise: string;
  /** Sentences about everything that breaks the promise. */
  readonly findings: (world: World) => Promise<readonly string[]>;
};

export type Violation = { readonly number: number; readonly promise: string; readonly finding: string };

/** Checks all of them; the world must be at rest: nothing in flight, every retry over. */
export async function violations(world: World): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { number, promise, findings } of invariants)
    for (const finding of await findings(world)) found.push({ number, promise, finding });
  return found;
}

/** A question to Postgres each of whose rows is a finding, in a column of that name. */
const rows =
  (query: string) =>
  async (world: World): Promise<string[]> =>
    (await world.ask<{ finding: string }>(query)).map((row) => row.finding);

const invariants: readonly Invariant[] = [
  {
    number: 1,
    promise: 'a 2xx means that the delivery is committed',
    async findings(world) {
      const kept = new Set(
        (await world.ask<{ key: string }>('select dedupe_key as key from inbox')).map((row) => row.key),
      );
      return world.sent.flatMap(({ webhookId, topic, status }) =>
        status !== null && status >= 200 && status < 300 && webhookId !== null && !kept.has(webhookId)
          ? [`${topic} ${webhookId} was answered ${status} and is not in Postgres`]
          : [],
      );
    },
  },
  {
    number: 1,
    promise: 'a delivery is kept once',
    findings: rows(`select source || ' ' || dedupe_key || ' was kept ' || count(*) || ' times' as finding
      from inbox group by shop_id, source, dedupe_key having count(*) > 1 order by 1`),
  },
  { number: 2, promise: 'the same facts in any order give equal proofs and sums', findings: rereadFindings },
  {
    number: 3,
    promise: 'every entry balances and the trial balance is zero',
    findings: rows(`select 'entry ' || e.key || ' is off by ' || sum(l.minor) || ' ' || l.currency as finding
      from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
      group by e.shop_id, e.key, l.currency having sum(l.minor) <> 0
      union all
      select 'the books are off by ' || sum(minor) || ' ' || currency from journal_line
      group by shop_id, currency having sum(minor) <> 0 order by 1`),
  },
  {
    number: 4,
    promise: 'one posting key has at most one document at the ERP',
    findings: async (world) => doubled(world),
  },
  {
    number: 4,
    promise: 'a document made with our key is the receipt of its posting',
    async findings(world) {
      const posted = new Map(
        (
          await world.ask<{ key: string; id: string }>(
            `select key, document_id as id from posting where state = 'posted'`,
          )
        ).map((row) => [row.key, row.id]),
      );
      const ours = world.erp.documents.filter((one) => one.key !== null && one.status !== 'canceled');
      return ours.flatMap(({ key, number }) =>
        key === null || posted.has(key) ? [] : [`${number} was made for ${key}, which does not know it`],
      );
    },
  },
  {
    number: 5,
    promise: 'what is posted for an order is never more than the order',
    findings: rows(`with posted as (
        select shop_id, lane, kind, sum((body -> 'total' ->> 'minor')::bigint) as minor
        from posting where state = 'posted' group by shop_id, lane, kind)
      select p.lane || ' has ' || p.minor || ' of ' || p.kind || ', its sales order ' || s.minor as finding
      from posted p join posted s on s.shop_id = p.shop_id and s.lane = p.lane and s.kind = 'sales_order'
      where p.kind in ('invoice', 'customer_deposit') and p.minor > s.minor order by 1`),
  },
  {
    number: 8,
    promise: 'nothing is posted for a test order, or for one from before the cut-over',
    findings: rows(`select p.key || ' was posted for a ' || o.state || ' order' as finding
      from posting p join proof o on o.shop_id = p.shop_id and o.lane = p.lane
      where p.state = 'posted' and o.state in ('test', 'before-cut-over') order by 1`),
  },
  {
    number: 10,
    promise: 'every state of a posting has its decision, once',
    findings: rows(`select p.key || ' is ' || p.state || ' by ' || count(d.id) || ' decisions' as finding
      from posting p left join decision d on d.shop_id = p.shop_id and d.subject = p.key
        and d.kind in ('posted', 'adopted')
      where p.state = 'posted' group by p.shop_id, p.key, p.state having count(d.id) <> 1
      union all
      select a.posting_key || ' was attempted ' || count(*) || ' times, ' ||
        (select count(*) from decision d where d.shop_id = a.shop_id and d.subject = a.posting_key
          and d.kind = 'attempted') || ' of them told'
      from posting_attempt a group by a.shop_id, a.posting_key
      having count(*) <> (select count(*) from decision d where d.shop_id = a.shop_id
        and d.subject = a.posting_key and d.kind = 'attempted') order by 1`),
  },
  {
    number: 12,
    promise: 'nothing that was kept is left undone',
    findings: rows(`select source || ' ' || topic || ' ' || dedupe_key || ' waits' as finding from inbox
      where state = 'kept'
      union all
      select key || ' was stirred ' || stirred || ' times and settled ' || settled from lane where stirred > settled
      union all
      select key || ' is still ' || state from posting where state in ('planned', 'leased') order by 1`),
  },
];

async function doubled(world: World): Promise<string[]> {
  const ours = world.erp.documents.filter((one) => one.key !== null && one.status !== 'canceled');
  return [...Map.groupBy(ours, (one) => `${one.kind} ${one.key}`)].flatMap(([name, same]) =>
    same.length > 1
      ? [`${name} stands ${same.length} times: ${same.map((one) => one.number).join(', ')}`]
      : [],
  );
}
