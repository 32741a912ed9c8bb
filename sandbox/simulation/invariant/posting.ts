/** Promises about postings: each is explained from its plan to where it stands, and none is forgotten. */
import { isKnownReason } from '../reason.ts';
import { type Invariant, rows } from './invariant.ts';

export const postingInvariants: readonly Invariant[] = [
  {
    number: 10,
    promise: 'every posting was planned for a reason that the log tells',
    findings: rows(`select p.key || ' was planned, and the log does not say why' as finding from posting p
      where not exists (select from decision d where d.shop_id = p.shop_id and d.subject = p.key
        and d.kind in ('planned', 'held') and coalesce(d.detail ->> 'because', '') <> '') order by 1`),
  },
  {
    number: 10,
    promise: 'the last decision of a posting is how it stands',
    findings: rows(`with last as (
        select distinct on (d.shop_id, d.subject) d.shop_id, d.subject, d.kind from decision d
        join posting p on p.shop_id = d.shop_id and p.key = d.subject
        order by d.shop_id, d.subject, d.id desc)
      select p.key || ' is ' || p.state || ' and was last ' || coalesce(l.kind, 'told nothing of') as finding
      from posting p left join last l on l.shop_id = p.shop_id and l.subject = p.key
      where coalesce(l.kind, '') <> all (case p.state
        when 'planned' then array['planned', 'superseded', 'retried', 'approved', 'restored', 'sent again']
        when 'leased' then array['attempted']
        when 'posted' then array['posted', 'adopted']
        when 'held' then array['held', 'gave up', 'declined']
        else array[p.state] end) order by 1`),
  },
  {
    number: 12,
    promise: 'nothing is lost: what waits for a person says why, in words of a fixed list',
    async findings({ world }) {
      const waiting = await world.ask<{ key: string; state: string; reason: string | null }>(
        `select key, state, reason from posting where state in ('held', 'rejected') order by key`,
      );
      return waiting.flatMap(({ key, state, reason }) =>
        isKnownReason(reason ?? '') ? [] : [`${key} is ${state}: ${reason ?? 'for no reason'}`],
      );
    },
  },
];
