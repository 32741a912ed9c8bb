/** Promises about the ledger and the log. */
import { type Invariant, rows } from './invariant.ts';

export const ledgerInvariants: readonly Invariant[] = [
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
    number: 3,
    promise: 'an entry is one of an order that is proven, or of settlement beside the orders',
    findings: rows(`select e.key || ' is booked for ' || e.lane || ', which has no proof' as finding
      from journal_entry e left join proof p on p.shop_id = e.shop_id and p.lane = e.lane
      where p.lane is null and e.key !~ '^(reversal/)?(balance|clearing|dispute|card-opening|gift-card)/'
      order by 1`),
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
    number: 10,
    promise: 'every opening and closing of a break has its decision, once',
    // What was closed as tolerated closes once more when it is gone.
    findings: rows(`with told as (
        select b.shop_id, b.lane, b.key, b.closed_at is null as open,
          count(*) filter (where d.kind = 'break opened') as opened,
          count(*) filter (where d.kind = 'break closed') as closed,
          bool_or(d.detail ->> 'how' like 'within tolerance%') as lenient
        from break b left join decision d on d.shop_id = b.shop_id and d.lane = b.lane and d.subject = 'break/' || b.key
        group by b.shop_id, b.lane, b.key)
      select key || ' of ' || lane || ' is ' || case when open then 'open' else 'closed' end || ' and was opened '
        || opened || ' times and closed ' || closed || ' times' as finding
      from told where lenient is not true and opened - closed <> case when open then 1 else 0 end order by 1`),
  },
];
