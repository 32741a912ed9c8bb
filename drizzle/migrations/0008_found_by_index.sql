-- A shop with a long past has many lanes of which few are due. Postgres guesses a third of all rows for one column
-- greater than another, and then reads them all; of a column it knows how rare it is.
alter table lane add column is_due boolean generated always as (stirred > settled) stored;
drop index lane_due;
create index lane_due on lane (shop_id, key) where is_due;

-- As before. What is overdue by time is taken in the order of the index, whatever Postgres expects there to be.
create or replace function due_shops(p_now timestamptz, p_sealed_before timestamptz) returns table (shop_id text)
language sql stable security definer set search_path = public, pg_temp
as $$
  select s.id::text from shop s
  where exists (select from lane l where l.shop_id = s.id and l.is_due and coalesce(l.claimed_until, p_now) <= p_now)
    or exists (
      select from (select l.claimed_until from lane l where l.shop_id = s.id and l.prove_due_at <= p_now
        order by l.prove_due_at limit 1000) late
      where coalesce(late.claimed_until, p_now) <= p_now)
    or (s.state = 'installed' and (select min(l.read_due_at) from lane l where l.shop_id = s.id) <= p_now)
    or exists (select from posting p where p.shop_id = s.id and s.state = 'installed'
               and (p.state = 'planned' or (p.state = 'leased' and p.leased_until <= p_now))
               and coalesce(p.not_before, p_now) <= p_now)
    or exists (select from backfill b where b.shop_id = s.id and s.state = 'installed' and b.due_at <= p_now)
    or exists (select from sweep w where w.shop_id = s.id and s.state = 'installed' and w.due_at <= p_now
               and coalesce(w.held_until, p_now) <= p_now)
    or exists (select from inbox i where i.shop_id = s.id and i.sealed is not null and i.state <> 'kept'
               and i.received_at < p_sealed_before)
  order by s.id
$$;

-- As before, with a plan of its own for lanes that are named and for whatever is due.
create or replace function claim(p_claim text, p_lanes text[], p_now timestamptz, p_until timestamptz, p_limit integer)
returns table (key text, version bigint, stirred bigint, settled bigint, failures integer, heard_at timestamptz,
  read_due_at timestamptz)
language plpgsql
as $$
#variable_conflict use_column
declare
  v_shop bigint := current_shop();
  v_lanes text[] := p_lanes;
begin
  if v_lanes is null then
    v_lanes := array(
      select l.key from lane l where l.shop_id = v_shop and l.is_due and coalesce(l.claimed_until, p_now) <= p_now
      order by l.key limit p_limit);
    v_lanes := v_lanes || array(
      select l.key from lane l where l.shop_id = v_shop and l.prove_due_at <= p_now
        and coalesce(l.claimed_until, p_now) <= p_now and not l.is_due
      order by l.prove_due_at limit p_limit - cardinality(v_lanes));
  end if;
  return query
    update lane l set claimed_by = p_claim, claimed_until = p_until
    where l.shop_id = v_shop and l.key = any (array(
      select d.key from lane d
      where d.shop_id = v_shop and d.key = any (v_lanes) and (d.is_due or d.prove_due_at <= p_now)
        and coalesce(d.claimed_until, p_now) <= p_now
      order by d.key limit p_limit for update skip locked))
    returning l.key, l.version, l.stirred, l.settled, l.failures, l.heard_at, l.read_due_at;
end
$$;

-- As before, by the keys alone.
create or replace function advance(p_lanes jsonb) returns void
language plpgsql
as $$
declare
  v_shop bigint := current_shop();
  v_keys text[] := array(select a ->> 'key' from jsonb_array_elements(p_lanes) a);
  v_moved integer;
begin
  perform from lane l where l.shop_id = v_shop and l.key = any (v_keys) order by l.key for update;
  update lane l set version = l.version + 1, settled = a.settled, claimed_by = null, claimed_until = null, failures = 0,
    heard_at = greatest(l.heard_at, a.heard_at), read_due_at = a.read_due_at, prove_due_at = a.prove_due_at
  from jsonb_to_recordset(p_lanes) as a (key text, version bigint, settled bigint, heard_at timestamptz,
    read_due_at timestamptz, prove_due_at timestamptz)
  where l.shop_id = v_shop and l.key = any (v_keys) and l.key = a.key and l.version = a.version;
  get diagnostics v_moved = row_count;
  if v_moved <> jsonb_array_length(p_lanes) then
    raise exception 'a lane moved on meanwhile' using errcode = 'PL001';
  end if;
end
$$;

-- Row-level security keeps what is computed of a row from an index, and so these are columns: when an order was made,
-- and whether an hour's counts differ.
create function instant(p_iso text) returns timestamptz
language sql immutable strict
as $$ select p_iso::timestamptz $$;
comment on function instant is 'Of an instant as the app writes it, in UTC with a Z, which no setting of a session can turn into another.';
grant execute on function instant to plumbline_app;

alter table fact add column made_at timestamptz
  generated always as (case when kind = 'order' then instant(body ->> 'createdAt') end) stored;
drop index fact_order_created;
create index fact_order_made on fact (shop_id, made_at) where made_at is not null;

alter table completeness add column differs boolean not null
  generated always as (ours <> theirs or missing <> '[]') stored;
create index completeness_differs on completeness (shop_id, hour) where differs;
