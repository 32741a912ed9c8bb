/** The promise that the two ledgers differ by nothing that is not listed. */
import { shown } from '#src/stabilize/ledger/check.ts';
import { accountName } from '#domain/chart.ts';
import { type Difference, differencesOf } from '../books/difference.ts';
import { type Invariant, rows } from './invariant.ts';

export const booksInvariants: readonly Invariant[] = [
  {
    number: 3,
    promise:
      'of what the ERP and the ledger differ by, on each account and day, all is listed as a break or pending',
    async findings(lived) {
      const { currency } = lived.world.store.state.shop;
      return (await differencesOf(lived)).flatMap((one) => unlistedIn(one, currency));
    },
  },
  {
    number: 3,
    promise:
      'a summary says what the entries that it sums say, and no entry of a day that is over is in none',
    findings: rows(`with part as (
        select shop_id, key, lane, state, body, sums_through as up_to,
          lag(sums_through, 1, 0::bigint) over (partition by shop_id, lane order by n) as after
        from posting where sums_through is not null and frozen_at is not null
      ), told as (
        select p.shop_id, p.lane, p.key, e ->> 'account' as account, e ->> 'taxKey' as tax,
          (e #>> '{amount,minor}')::bigint as minor
        from part p cross join jsonb_array_elements(p.body -> 'entries') e
        union all
        select e.shop_id, e.summary_lane, coalesce(p.key, 'none'), l.account, l.dimensions ->> 'tax', -l.minor
        from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
        join lane d on d.shop_id = e.shop_id and d.key = e.summary_lane and d.version > 0
        left join part p on p.shop_id = e.shop_id and p.lane = e.summary_lane and e.id > p.after and e.id <= p.up_to
      )
      select lane || ' on ' || account || ': ' || key || ' is off by ' || sum(minor) as finding from told t
      where not exists (select from posting w where w.shop_id = t.shop_id and w.lane = t.lane and w.state <> 'posted')
      group by lane, key, account, tax having sum(minor) <> 0 order by 1`),
  },
];

function unlistedIn({ account, day, minor, listed, unlisted }: Difference, currency: string): string[] {
  if (unlisted.length === 0) return [];
  const lanes = unlisted.map((one) => `${one.lane} ${shown(one.minor, currency)}`).join(', ');
  return [
    `${day} ${accountName(account)}: the ERP has ${shown(minor, currency)} more than the ledger, ` +
      `${shown(listed, currency)} of it is listed; not listed: ${lanes}`,
  ];
}
