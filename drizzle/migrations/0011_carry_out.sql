-- Carrying postings out when the other side does not serve: how often a posting was tried, why it goes no further, when
-- it was woken; how much a connection takes; and a breaker a connection, which the lease itself judges.

alter table connection
  add column parallel_max integer not null default 4 constraint parallel_max_is_positive check (parallel_max > 0),
  add column posts_per_minute integer not null default 240 constraint posts_per_minute_is_positive check (posts_per_minute > 0);

alter table posting
  add column tries integer not null default 0,
  -- Why it goes no further until a person has it tried again.
  add column stopped text constraint stop_is_known check (stopped in ('gave up', 'refused', 'several fit', 'credentials')),
  -- When it was woken last, until somebody answered to it.
  add column woken_at timestamptz,
  add constraint stopped_waits_for_a_person check (stopped is null or state in ('held', 'rejected', 'withdrawn'));
update posting set stopped = 'refused' where state = 'rejected';
create index posting_stopped on posting (shop_id, happened_at, key) where stopped is not null;
create index posting_woken on posting (shop_id, connection_id, woken_at) where state = 'planned' and woken_at is not null;

create table breaker (
  shop_id bigint not null,
  connection_id bigint not null,
  state text not null constraint breaker_state_is_known check (state in ('closed', 'open', 'half-open')),
  -- The last attempts, oldest first, as far as one of them failed.
  recent jsonb not null,
  openings integer not null,
  -- Nothing leaves before; then one posting tries an open one.
  shut_until timestamptz,
  version bigint not null,
  reason text not null,
  changed_at timestamptz not null,
  primary key (shop_id, connection_id),
  foreign key (shop_id, connection_id) references connection (shop_id, id),
  constraint open_breaker_has_an_end check (state = 'closed' or shut_until is not null)
);

alter table breaker enable row level security;
create policy own_rows on breaker to plumbline_app using (shop_id = (select current_shop()))
  with check (shop_id = (select current_shop()));
grant select, insert, update on breaker to plumbline_app;

alter table decision drop constraint decision_kind_is_known;
alter table decision add constraint decision_kind_is_known check (kind in ('translated', 'parked', 'planned', 'held',
  'superseded', 'withdrawn', 'attempted', 'posted', 'adopted', 'retried', 'rejected', 'break opened', 'break changed',
  'break closed', 'caught up', 'claimed', 'approved', 'declined', 'restored', 'sent again', 'mode changed', 'paused',
  'resumed', 'routing changed', 'gave up', 'connection shut', 'connection probed', 'connection reopened'));

-- As before, and: nothing leaves to where nobody serves, or that asked to be left alone.
create or replace function posting_due(p_now timestamptz) returns table (key text, lane text)
language sql stable
as $$
  select p.key, p.lane from posting p
  join shop s on s.id = p.shop_id and s.state = 'installed'
  join workflow w on w.shop_id = p.shop_id and w.name = p.workflow and w.paused_at is null
    and (w.mode = 'auto'
      or (w.mode = 'approve' and p.approved_digest = p.body_digest and p.approval_void_at is null))
  join lane l on l.shop_id = p.shop_id and l.key = p.lane and l.read_due_at is null
  where p.shop_id = current_shop()
    and (p.state = 'planned' or (p.state = 'leased' and p.leased_until <= p_now))
    and p.declined_at is null
    and coalesce(p.not_before, p_now) <= p_now
    and not exists (select from breaker b where b.shop_id = p.shop_id and b.connection_id = p.connection_id
      and b.shut_until > p_now)
    and not exists (select from unnest(p.depends_on) d where not exists (
      select from posting needed where needed.shop_id = p.shop_id and needed.key = d and needed.state = 'posted'))
    and not exists (select from posting other where other.shop_id = p.shop_id and other.lane = p.lane
      and other.key <> p.key and (other.state = 'leased' or (other.state = 'planned' and other.ambiguous_until > p_now)))
$$;

-- As before; a shop has no work that only waits for who does not serve, or for a wake-up on its way.
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
               and coalesce(p.not_before, p_now) <= p_now
               and coalesce(p.woken_at, '-infinity') <= p_now - interval '3 minutes'
               and not exists (select from breaker b where b.shop_id = p.shop_id and b.connection_id = p.connection_id
                 and b.shut_until > p_now))
    or exists (select from backfill b where b.shop_id = s.id and s.state = 'installed' and b.due_at <= p_now)
    or exists (select from sweep w where w.shop_id = s.id and s.state = 'installed' and w.due_at <= p_now
               and coalesce(w.held_until, p_now) <= p_now)
    or exists (select from inbox i where i.shop_id = s.id and i.sealed is not null and i.state <> 'kept'
               and i.received_at < p_sealed_before)
  order by s.id
$$;
