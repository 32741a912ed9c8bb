-- The ground of phases 1 and 2: shops and their keys, the inbox and its lanes, facts, the ledger, proofs and
-- postings. The database refuses what must not happen; see the constraint names. No statement calls now():
-- time is always a parameter.

do $$
begin
  if not exists (select from pg_roles where rolname = 'plumbline_app') then
    create role plumbline_app nologin nobypassrls;
  end if;
end
$$;

revoke all on schema public from public;
grant usage on schema public to plumbline_app;
alter default privileges revoke execute on functions from public;

-- The one text form of an instant, equal to JavaScript's toISOString().
create function iso(at timestamptz) returns text
language sql immutable strict parallel safe
as $$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

create function current_shop() returns bigint
language sql stable
as $$ select nullif(current_setting('app.shop_id', true), '')::bigint $$;

create table shop (
  id bigint generated always as identity primary key,
  domain text not null constraint shop_domain_is_shopifys check (domain ~ '^[a-z0-9][a-z0-9-]*\.myshopify\.com$'),
  state text not null constraint shop_state_is_known check (state in ('installed', 'uninstalled', 'redacted')),
  installed_at timestamptz not null,
  currency char(3) not null,
  time_zone text not null,
  policy jsonb not null,
  -- The shop's own data key, wrapped by the master secret; gone after shop/redact.
  data_key text,
  constraint shop_domain_once unique (domain),
  constraint redacted_shop_has_no_key check (state <> 'redacted' or data_key is null)
);

create table connection (
  shop_id bigint not null references shop,
  id bigint generated always as identity,
  kind text not null constraint connection_kind_is_known check (kind in ('store', 'erp')),
  base_url text not null,
  sealed_credentials text not null,
  enforces_keys boolean not null,
  execution_ms_max integer not null constraint execution_limit_is_positive check (execution_ms_max > 0),
  primary key (shop_id, id),
  constraint one_connection_a_kind unique (shop_id, kind)
);

create table workflow (
  shop_id bigint not null references shop,
  name text not null,
  mode text not null constraint workflow_mode_is_known check (mode in ('off', 'shadow', 'approve', 'auto')),
  cut_over_at timestamptz not null,
  primary key (shop_id, name)
);

create table lane (
  shop_id bigint not null references shop,
  key text not null,
  version bigint not null default 0,
  stirred bigint not null default 0,
  settled bigint not null default 0,
  claimed_by text,
  claimed_until timestamptz,
  failures integer not null default 0,
  -- When we last heard of the subject from its store, and when the store is to be asked about it.
  heard_at timestamptz,
  read_due_at timestamptz,
  -- When what is pending in the proof will be late, though nothing happens.
  prove_due_at timestamptz,
  primary key (shop_id, key),
  constraint lane_settles_what_was_stirred check (settled <= stirred)
);
create index lane_due on lane (shop_id, key) where stirred > settled;
create index lane_read_due on lane (shop_id, read_due_at) where read_due_at is not null;
create index lane_prove_due on lane (shop_id, prove_due_at) where prove_due_at is not null;

create table inbox (
  shop_id bigint not null references shop,
  id bigint generated always as identity,
  source text not null,
  topic text not null,
  dedupe_key text not null,
  event_id text,
  lane text not null,
  received_at timestamptz not null,
  triggered_at timestamptz,
  -- Gzipped and sealed; null once retention or redaction took it.
  sealed text,
  state text not null default 'kept' constraint inbox_state_is_known check (state in ('kept', 'done', 'parked')),
  reason text,
  settled_at timestamptz,
  primary key (shop_id, id),
  constraint delivery_kept_once unique (shop_id, source, dedupe_key),
  constraint parked_says_why check (state <> 'parked' or reason is not null)
);
create index inbox_kept on inbox (shop_id, lane, id) where state = 'kept';
create index inbox_sealed on inbox (shop_id, received_at) where sealed is not null;

create table fact (
  shop_id bigint not null references shop,
  kind text not null,
  key text not null,
  home text not null,
  also text[] not null,
  happened_at timestamptz not null,
  authority boolean not null,
  digest char(64) not null,
  body jsonb not null,
  delivery_id bigint not null,
  recorded_at timestamptz not null,
  primary key (shop_id, kind, key)
);
create index fact_home on fact (shop_id, home);
create index fact_also on fact using gin (also) where also <> '{}';

create table journal_entry (
  shop_id bigint not null references shop,
  id bigint generated always as identity,
  key text not null,
  digest char(64) not null,
  lane text not null,
  order_gid text not null,
  source text not null,
  happened_at timestamptz not null,
  effective_on date not null,
  posting_date date not null,
  recorded_at timestamptz not null,
  currency char(3) not null,
  rule_version integer not null,
  reverses bigint,
  line_count integer not null constraint entry_has_two_lines check (line_count >= 2),
  control_total bigint not null constraint entry_moves_money check (control_total > 0),
  primary key (shop_id, id),
  constraint entry_key_is_for_ever unique (shop_id, key),
  constraint reversed_once unique (shop_id, reverses),
  foreign key (shop_id, reverses) references journal_entry (shop_id, id)
);
create index journal_entry_lane on journal_entry (shop_id, lane);

create table journal_line (
  shop_id bigint not null,
  entry_id bigint not null,
  line integer not null,
  account text not null constraint account_is_numbered check (account ~ '^[0-9]{4}(\..+)?$'),
  currency char(3) not null,
  -- A debit is positive, a credit negative; bigint cannot be NaN.
  minor bigint not null constraint line_is_not_zero check (minor <> 0),
  item text not null,
  primary key (shop_id, entry_id, line),
  foreign key (shop_id, entry_id) references journal_entry (shop_id, id)
);
create index journal_line_account on journal_line (shop_id, account);

create table proof (
  shop_id bigint not null references shop,
  lane text not null,
  order_gid text not null,
  order_name text not null,
  state text not null constraint proof_state_is_known
    check (state in ('matched', 'pending', 'broken', 'test', 'before-cut-over', 'cancelled')),
  body jsonb not null,
  as_of timestamptz not null,
  primary key (shop_id, lane)
);
create index proof_order_name on proof (shop_id, order_name);

create table posting (
  shop_id bigint not null references shop,
  connection_id bigint not null,
  key text not null,
  lane text not null,
  kind text not null,
  anchor text not null,
  n integer not null,
  workflow text not null,
  rule_version integer not null,
  happened_at timestamptz not null,
  body jsonb not null,
  body_digest char(64) not null,
  depends_on text[] not null,
  state text not null constraint posting_state_is_known
    check (state in ('planned', 'leased', 'posted', 'held', 'rejected', 'withdrawn')),
  reason text,
  frozen_at timestamptz,
  lease_token bigint not null default 0,
  leased_until timestamptz,
  not_before timestamptz,
  -- The last moment at which a create of ours may still be running at the target.
  ambiguous_until timestamptz,
  attempts integer not null default 0,
  document_id text,
  document_number text,
  adopted boolean,
  posted_at timestamptz,
  planned_at timestamptz not null,
  primary key (shop_id, key),
  foreign key (shop_id, connection_id) references connection (shop_id, id),
  foreign key (shop_id, workflow) references workflow (shop_id, name),
  constraint obligation_once unique (shop_id, connection_id, kind, anchor, n),
  constraint leased_has_an_end check (state <> 'leased' or leased_until is not null),
  constraint posted_has_a_receipt check ((state = 'posted') = (document_id is not null)),
  constraint held_says_why check (state not in ('held', 'rejected') or reason is not null)
);
create index posting_lane on posting (shop_id, lane);
create index posting_open on posting (shop_id, key) where state in ('planned', 'leased');
-- One document of a subject leaves at a time; an expired lease still holds the place until it is resolved.
create unique index one_posting_of_a_lane_leaves on posting (shop_id, lane) where state = 'leased';
create unique index document_is_one_postings_receipt on posting (shop_id, connection_id, kind, document_id)
  where document_id is not null;

create table posting_attempt (
  shop_id bigint not null,
  posting_key text not null,
  token bigint not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  detail text,
  primary key (shop_id, posting_key, token),
  foreign key (shop_id, posting_key) references posting (shop_id, key)
);

-- Row-level security: every tenant table shows only the shop named by the transaction's app.shop_id.

do $$
declare
  tenant text;
begin
  execute 'alter table shop enable row level security';
  execute 'create policy own_shop on shop to plumbline_app using (id = (select current_shop()))';
  foreach tenant in array array['connection', 'workflow', 'lane', 'inbox', 'fact', 'journal_entry', 'journal_line',
    'proof', 'posting', 'posting_attempt']
  loop
    execute format('alter table %I enable row level security', tenant);
    execute format(
      'create policy own_rows on %I to plumbline_app using (shop_id = (select current_shop())) '
      'with check (shop_id = (select current_shop()))', tenant);
  end loop;
end
$$;

grant select, update (state, data_key) on shop to plumbline_app;
grant select, update (sealed_credentials) on connection to plumbline_app;
grant select on workflow to plumbline_app;
grant select, insert, update on lane, fact, proof, posting, posting_attempt to plumbline_app;
grant select, insert, update (state, reason, settled_at, sealed) on inbox to plumbline_app;
grant select, insert on journal_entry, journal_line to plumbline_app;

-- The ledger is append-only, also for its owner, and an entry is whole when its statement ends.

create function refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'PL002';
end
$$;

create trigger journal_entry_append_only before update or delete or truncate on journal_entry
  for each statement execute function refuse_change();
create trigger journal_line_append_only before update or delete or truncate on journal_line
  for each statement execute function refuse_change();

create function assert_entries_whole() returns trigger
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
  return null;
end
$$;

-- One function on both tables: an entry without lines and lines added later are refused alike.
create trigger journal_entry_whole after insert on journal_entry
  referencing new table as inserted for each statement execute function assert_entries_whole();
create trigger journal_line_whole after insert on journal_line
  referencing new table as inserted for each statement execute function assert_entries_whole();

-- keep: looks the shop up and inserts the delivery, in one call. One of the two functions that look across shops.
create function keep(p_domain text, p_source text, p_topic text, p_dedupe_key text, p_event_id text, p_lane text,
  p_received_at timestamptz, p_triggered_at timestamptz, p_sealed text)
returns table (outcome text, shop_id text)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  v_shop bigint;
begin
  select s.id into v_shop from shop s where s.domain = p_domain;
  if v_shop is null then
    return query select 'unknown-shop', null::text;
    return;
  end if;
  insert into inbox (shop_id, source, topic, dedupe_key, event_id, lane, received_at, triggered_at, sealed)
  values (v_shop, p_source, p_topic, p_dedupe_key, p_event_id, p_lane, p_received_at, p_triggered_at, p_sealed)
  on conflict on constraint delivery_kept_once do nothing;
  if not found then
    return query select 'duplicate', v_shop::text;
    return;
  end if;
  insert into lane (shop_id, key, stirred) values (v_shop, p_lane, 1)
  on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1;
  return query select 'kept', v_shop::text;
end
$$;

-- due_shops: which shops have work at p_now, for the tick. The other function that looks across shops.
create function due_shops(p_now timestamptz, p_sealed_before timestamptz) returns table (shop_id text)
language sql stable security definer set search_path = public, pg_temp
as $$
  select s.id::text from shop s
  where exists (select from lane l where l.shop_id = s.id and (l.stirred > l.settled or l.prove_due_at <= p_now)
                and coalesce(l.claimed_until, p_now) <= p_now)
    or exists (select from lane l where l.shop_id = s.id and s.state = 'installed' and l.read_due_at <= p_now)
    or exists (select from posting p where p.shop_id = s.id and s.state = 'installed'
               and (p.state = 'planned' or (p.state = 'leased' and p.leased_until <= p_now))
               and coalesce(p.not_before, p_now) <= p_now)
    or exists (select from inbox i where i.shop_id = s.id and i.sealed is not null and i.state <> 'kept'
               and i.received_at < p_sealed_before)
  order by s.id
$$;

-- claim: takes lanes that are due and held by nobody. The claim only saves work; advance() decides.
create function claim(p_claim text, p_lanes text[], p_now timestamptz, p_until timestamptz, p_limit integer)
returns table (key text, version bigint, stirred bigint, settled bigint, failures integer, heard_at timestamptz,
  read_due_at timestamptz)
language sql
as $$
  update lane l set claimed_by = p_claim, claimed_until = p_until
  from (
    select d.key from lane d
    where d.shop_id = current_shop() and (d.stirred > d.settled or d.prove_due_at <= p_now)
      and coalesce(d.claimed_until, p_now) <= p_now
      and (p_lanes is null or d.key = any (p_lanes))
    order by d.key limit p_limit for update skip locked
  ) due
  where l.shop_id = current_shop() and l.key = due.key
  returning l.key, l.version, l.stirred, l.settled, l.failures, l.heard_at, l.read_due_at
$$;

-- advance: moves each lane on from the version that was read, or aborts the whole batch.
create function advance(p_lanes jsonb) returns void
language plpgsql
as $$
declare
  v_moved integer;
begin
  perform from lane l where l.shop_id = current_shop()
    and l.key in (select a ->> 'key' from jsonb_array_elements(p_lanes) a) order by l.key for update;
  update lane l set version = l.version + 1, settled = a.settled, claimed_by = null, claimed_until = null, failures = 0,
    heard_at = greatest(l.heard_at, a.heard_at), read_due_at = a.read_due_at, prove_due_at = a.prove_due_at
  from jsonb_to_recordset(p_lanes) as a (key text, version bigint, settled bigint, heard_at timestamptz,
    read_due_at timestamptz, prove_due_at timestamptz)
  where l.shop_id = current_shop() and l.key = a.key and l.version = a.version;
  get diagnostics v_moved = row_count;
  if v_moved <> jsonb_array_length(p_lanes) then
    raise exception 'a lane moved on meanwhile' using errcode = 'PL001';
  end if;
end
$$;

-- posting_due: what may leave at p_now. Read at the lease too, so the mode and the facts are judged when it counts.
create function posting_due(p_now timestamptz) returns table (key text, lane text)
language sql stable
as $$
  select p.key, p.lane from posting p
  join shop s on s.id = p.shop_id and s.state = 'installed'
  join workflow w on w.shop_id = p.shop_id and w.name = p.workflow and w.mode = 'auto'
  join lane l on l.shop_id = p.shop_id and l.key = p.lane and l.read_due_at is null
  where p.shop_id = current_shop()
    and (p.state = 'planned' or (p.state = 'leased' and p.leased_until <= p_now))
    and coalesce(p.not_before, p_now) <= p_now
    and not exists (select from unnest(p.depends_on) d where not exists (
      select from posting needed where needed.shop_id = p.shop_id and needed.key = d and needed.state = 'posted'))
    and not exists (select from posting other where other.shop_id = p.shop_id and other.lane = p.lane
      and other.key <> p.key and (other.state = 'leased' or (other.state = 'planned' and other.ambiguous_until > p_now)))
$$;

grant execute on function posting_due to plumbline_app;
grant execute on function iso, current_shop, keep, due_shops, claim, advance to plumbline_app;
