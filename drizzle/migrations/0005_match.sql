-- Finding the partner of what found none in its own lane, and looking again at what is missing.

-- The documents that may stand for a due, by day.
create index open_item_candidate on open_item (shop_id, item_group, currency, minor, on_date, ref) where side = 'document';

-- When store or ERP was last asked again about something missing.
alter table break add column looked_at timestamptz;
create index break_missing on break (shop_id, looked_at nulls first)
  where closed_at is null and cause in ('MISSING_ERP', 'MISSING_STORE');
create index break_rounding on break (shop_id) where cause in ('TAX_ROUNDING', 'CASH_ROUNDING');

-- match_open_items: joins dues with documents of other lanes, by evidence that is unique on both sides: one group, one
-- amount, the same day or the next (systems disagree about midnight, and equal amounts of other days are chance). Where several fit, each due is tied to its candidates (the earliest 25 of them), and
-- people decide. Whatever order the items came in, the claims are the same. Answers how many claims came and went.
create function match_open_items(p_now timestamptz) returns table (made bigint, gone bigint)
language sql set work_mem = '64MB'
as $$
  -- Two matchers of one shop would write one claim twice.
  select pg_advisory_xact_lock(hashtextextended('match_open_items', current_shop()));

  with item as materialized (
    select n.*, count(*) filter (where n.side = 'due') over near as dues,
      count(*) filter (where n.side = 'document') over near as documents,
      -- The sum over one document is that document.
      sum(n.id) filter (where n.side = 'document') over near as document
    from (select o.side, o.item_group, o.currency, o.minor, o.on_date - date '2000-01-01' as day, o.ref, o.lane, o.label,
      (row_number() over ())::integer as id from open_item o where o.shop_id = current_shop()) n
    window near as (partition by n.minor, n.item_group, n.currency order by n.day range between 1 preceding and 1 following)
  ), pair as materialized (
    select d.ref as due_ref, c.ref as document_ref, d.lane as due_lane, c.lane as document_lane, d.label as due_label,
      c.label as document_label
    from item d join item c on c.id = d.document
    where d.side = 'due' and d.documents = 1 and c.side = 'document' and c.dues = 1
  ), tie as (
    select d.ref, c.ref, d.lane, c.lane, d.label, c.label
    from item d cross join lateral (
      select o.ref, o.lane, o.label from open_item o
      where o.shop_id = current_shop() and o.side = 'document' and o.item_group = d.item_group
        and o.currency = d.currency and o.minor = d.minor
        and o.on_date between date '2000-01-01' + d.day - 1 and date '2000-01-01' + d.day + 1
      order by o.on_date, o.ref limit 25
    ) c
    where d.side = 'due' and d.documents > 0 and not exists (select from pair p where p.due_ref = d.ref)
  ), wanted as materialized (
    select *, 'claimed' as state from pair union all select *, 'tied' from tie
  ), gone as (
    delete from claim c where c.shop_id = current_shop() and not exists (select from wanted w
      where w.due_ref = c.due_ref and w.document_ref = c.document_ref and w.state = c.state
        and w.due_lane = c.due_lane and w.document_lane = c.document_lane)
    returning c.due_lane, c.document_lane
  ), made as (
    insert into claim (shop_id, due_ref, document_ref, due_lane, document_lane, due_label, document_label, state, claimed_at)
    select current_shop(), w.*, p_now from wanted w
    -- Counting what goes has it gone first, so that no claim meets the one that it replaces.
    where (select count(*) from gone) >= 0 and not exists (select from claim c where c.shop_id = current_shop()
      and c.due_ref = w.due_ref and c.document_ref = w.document_ref and c.state = w.state
      and c.due_lane = w.due_lane and c.document_lane = w.document_lane)
    order by w.due_ref
    returning due_ref
  ), stirred as (
    insert into lane (shop_id, key, stirred)
    select distinct current_shop(), left_over.lane, 1
    from (select due_lane from gone union all select document_lane from gone) left_over (lane)
    order by left_over.lane
    on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1
  )
  select (select count(*) from made), (select count(*) from gone)
$$;

-- tell_claims: logs claims that are not in the log yet and stirs the lanes on both their sides, as many as fit one
-- call. Answers how many, so that the caller knows whether more may wait.
create function tell_claims(p_now timestamptz, p_limit integer) returns bigint
language sql
as $$
  with told as (
    update claim c set told = true
    from (select u.due_ref, u.document_ref from claim u where u.shop_id = current_shop() and not u.told
      order by u.due_ref, u.document_ref limit p_limit for update) untold
    where c.shop_id = current_shop() and c.due_ref = untold.due_ref and c.document_ref = untold.document_ref
    returning c.*
  ), logged as (
    insert into decision (shop_id, lane, decided_at, kind, subject, rule, rule_version, detail, actor)
    select t.shop_id, t.due_lane, p_now, 'claimed', t.due_ref, 'matching', 1, jsonb_build_object('due', t.due_label,
      'document', t.document_label, 'filedUnder', t.document_lane), 'rule'
    from told t where t.state = 'claimed' order by t.due_ref
  ), stirred as (
    insert into lane (shop_id, key, stirred)
    select distinct current_shop(), touched.lane, 1
    from (select due_lane from told union all select document_lane from told) touched (lane)
    order by touched.lane
    on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1
  )
  select count(*) from told
$$;

grant execute on function match_open_items, tell_claims to plumbline_app;
