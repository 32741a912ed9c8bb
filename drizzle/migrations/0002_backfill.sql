-- The shop's recent past arrives by bulk operation: one row a resource says how far its reading has come.

create table backfill (
  shop_id bigint not null references shop,
  resource text not null constraint backfill_resource_is_known check (resource in ('fulfillments', 'orders')),
  state text not null constraint backfill_state_is_known check (state in ('wanted', 'running', 'reading', 'done', 'failed')),
  -- Nothing that was created before this instant is asked for.
  since timestamptz not null,
  operation_id text,
  -- When the store began to answer: what it says is at least as new as this.
  started_at timestamptz,
  ended_at timestamptz,
  -- How much the file holds and how much of it is kept; roots are orders or fulfillment orders.
  roots bigint not null default 0,
  roots_read bigint not null default 0,
  bytes_read bigint not null default 0,
  attempts integer not null default 0,
  reason text,
  due_at timestamptz,
  held_until timestamptz,
  primary key (shop_id, resource),
  constraint backfill_failed_says_why check (state <> 'failed' or reason is not null),
  constraint backfill_reads_an_operation check (state not in ('running', 'reading') or operation_id is not null)
);
create index backfill_due on backfill (shop_id, due_at) where due_at is not null;

alter table backfill enable row level security;
create policy own_rows on backfill to plumbline_app using (shop_id = (select current_shop()))
  with check (shop_id = (select current_shop()));
grant select, insert, update on backfill to plumbline_app;

-- As before, and a shop whose past is still to be read has work too.
create or replace function due_shops(p_now timestamptz, p_sealed_before timestamptz) returns table (shop_id text)
language sql stable security definer set search_path = public, pg_temp
as $$
  select s.id::text from shop s
  where exists (select from lane l where l.shop_id = s.id and (l.stirred > l.settled or l.prove_due_at <= p_now)
                and coalesce(l.claimed_until, p_now) <= p_now)
    or exists (select from lane l where l.shop_id = s.id and s.state = 'installed' and l.read_due_at <= p_now)
    or exists (select from posting p where p.shop_id = s.id and s.state = 'installed'
               and (p.state = 'planned' or (p.state = 'leased' and p.leased_until <= p_now))
               and coalesce(p.not_before, p_now) <= p_now)
    or exists (select from backfill b where b.shop_id = s.id and s.state = 'installed' and b.due_at <= p_now)
    or exists (select from inbox i where i.shop_id = s.id and i.sealed is not null and i.state <> 'kept'
               and i.received_at < p_sealed_before)
  order by s.id
$$;
