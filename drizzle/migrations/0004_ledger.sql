-- The ledger whole: what its lines are about, what the database refuses beyond balance, and the projections that a
-- checker rebuilds and compares.

alter table journal_line add column dimensions jsonb not null default '{}';
alter table journal_entry add constraint entry_is_not_posted_before_it_took_effect check (posting_date >= effective_on);

-- As before, and a reversal mirrors what it takes back, account by account and item by item, on the same day.
create or replace function assert_entries_whole() returns trigger
language plpgsql
as $$
declare
  broken record;
begin
  select e.key, s.lines, s.rest into broken
  from (select distinct shop_id, coalesce(to_jsonb(n) ->> 'entry_id', to_jsonb(n) ->> 'id')::bigint as entry_id
        from inserted n) touched
  join journal_entry e on e.shop_id = touched.shop_id and e.id = touched.entry_id
  cross join lateral (
    select count(*) as lines, coalesce(sum(l.minor), 0) as rest,
      coalesce(sum(l.minor) filter (where l.minor > 0), 0) as debit,
      count(*) filter (where l.currency <> e.currency) as foreign_lines
    from journal_line l where l.shop_id = e.shop_id and l.entry_id = e.id
  ) s
  where s.rest <> 0 or s.lines <> e.line_count or s.debit <> e.control_total or s.foreign_lines > 0
  limit 1;
  if found then
    raise exception 'entry % does not balance: % lines, rest %', broken.key, broken.lines, broken.rest
      using errcode = 'PL003';
  end if;

  select e.key, r.key as reversed into broken
  from (select distinct shop_id, coalesce(to_jsonb(n) ->> 'entry_id', to_jsonb(n) ->> 'id')::bigint as entry_id
        from inserted n) touched
  join journal_entry e on e.shop_id = touched.shop_id and e.id = touched.entry_id and e.reverses is not null
  join journal_entry r on r.shop_id = e.shop_id and r.id = e.reverses
  where r.currency <> e.currency or r.effective_on <> e.effective_on or r.lane <> e.lane or r.id >= e.id
    or exists (select from journal_line l where l.shop_id = e.shop_id and l.entry_id in (e.id, r.id)
               group by l.account, l.item having sum(l.minor) <> 0)
  limit 1;
  if found then
    raise exception 'entry % does not mirror %, which it reverses', broken.key, broken.reversed using errcode = 'PL005';
  end if;
  return null;
end
$$;

-- A period that the ERP closed gets nothing more by its posting date, as far as its closing is known here.
create function assert_periods_open() returns trigger
language plpgsql
as $$
declare
  broken record;
begin
  select n.key, n.posting_date into broken
  from inserted n join fact f on f.shop_id = n.shop_id and f.home = 'erp/periods' and f.kind = 'erp_period'
    and f.body ->> 'status' = 'closed'
    and n.posting_date between (f.body ->> 'from')::date and (f.body ->> 'to')::date
  limit 1;
  if found then
    raise exception 'entry % would be posted on %, in a closed period', broken.key, broken.posting_date
      using errcode = 'PL004';
  end if;
  return null;
end
$$;

create trigger journal_entry_in_open_period after insert on journal_entry
  referencing new table as inserted for each statement execute function assert_periods_open();

create index journal_entry_late on journal_entry (shop_id, posting_date) where posting_date > effective_on;
create index journal_entry_recorded on journal_entry (shop_id, recorded_at);

-- Projections. No posting writes them: they are made from the lines now and then, and the checker makes them again.

create table projection (
  shop_id bigint not null references shop,
  projected_at timestamptz not null,
  primary key (shop_id)
);

-- What each day recorded for each day of effect, so that any cut through both is a sum of rows.
create table balance_day (
  shop_id bigint not null references shop,
  account text not null,
  currency char(3) not null,
  effective_on date not null,
  recorded_on date not null,
  debit bigint not null,
  credit bigint not null,
  lines integer not null,
  primary key (shop_id, account, currency, effective_on, recorded_on)
);
create index balance_day_recorded on balance_day (shop_id, recorded_on);

-- What stands open of each order: invoiced and unpaid on 1100, paid and not invoiced on 2120.
create table open_balance (
  shop_id bigint not null references shop,
  lane text not null,
  account text not null,
  currency char(3) not null,
  minor bigint not null constraint open_balance_is_open check (minor <> 0),
  primary key (shop_id, lane, account, currency)
);

-- project_ledger: brings the projections to p_now when they are older than p_stale. Days recorded before yesterday
-- no longer change, so only later ones are made again; a transaction never takes a day to commit.
create function project_ledger(p_now timestamptz, p_stale interval) returns void
language plpgsql
as $$
declare
  v_shop bigint := current_shop();
  v_at timestamptz;
  v_from date;
begin
  perform pg_advisory_xact_lock(hashtextextended('project_ledger', v_shop));
  select projected_at into v_at from projection where shop_id = v_shop;
  if v_at > p_now - p_stale then return; end if;
  v_from := coalesce((v_at at time zone 'UTC')::date - 1, '-infinity');

  delete from balance_day where shop_id = v_shop and recorded_on >= v_from;
  insert into balance_day (shop_id, account, currency, effective_on, recorded_on, debit, credit, lines)
  select v_shop, l.account, l.currency, e.effective_on, (e.recorded_at at time zone 'UTC')::date,
    coalesce(sum(l.minor) filter (where l.minor > 0), 0), coalesce(-sum(l.minor) filter (where l.minor < 0), 0), count(*)
  from journal_entry e join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id
  where e.shop_id = v_shop and e.recorded_at >= v_from::timestamp at time zone 'UTC'
  group by 2, 3, 4, 5;

  delete from open_balance o where o.shop_id = v_shop and exists (
    select from journal_entry e where e.shop_id = v_shop and e.lane = o.lane
      and e.recorded_at >= v_from::timestamp at time zone 'UTC');
  insert into open_balance (shop_id, lane, account, currency, minor)
  select v_shop, e.lane, l.account, l.currency, sum(l.minor)
  from (select distinct n.lane from journal_entry n
        where n.shop_id = v_shop and n.recorded_at >= v_from::timestamp at time zone 'UTC') touched
  join journal_entry e on e.shop_id = v_shop and e.lane = touched.lane
  join journal_line l on l.shop_id = e.shop_id and l.entry_id = e.id and l.account in ('1100', '2120')
  group by e.lane, l.account, l.currency having sum(l.minor) <> 0;

  insert into projection (shop_id, projected_at) values (v_shop, p_now)
  on conflict (shop_id) do update set projected_at = excluded.projected_at;
end
$$;

do $$
declare
  tenant text;
begin
  foreach tenant in array array['projection', 'balance_day', 'open_balance']
  loop
    execute format('alter table %I enable row level security', tenant);
    execute format(
      'create policy own_rows on %I to plumbline_app using (shop_id = (select current_shop())) '
      'with check (shop_id = (select current_shop()))', tenant);
  end loop;
end
$$;

grant select, insert, update, delete on projection, balance_day, open_balance to plumbline_app;
grant execute on function project_ledger to plumbline_app;
