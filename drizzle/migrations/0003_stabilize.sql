-- Phase 1 whole: what the merchant mapped and chose, what was swept and counted, and every difference with its age.

-- Few facts concern further lanes. Row-level security keeps `&&` from an index of arrays, so those few are told apart.
alter table fact add column is_shared boolean not null generated always as (also <> '{}') stored;
create index fact_shared on fact (shop_id) where is_shared;
drop index fact_also;

-- Whatever a claim took is read lane by lane.
create index lane_claimed on lane (shop_id, claimed_by) where claimed_by is not null;

-- Policies of the legal entity: each version rules what happens from its instant on. shop.policy holds what
-- concerns the shop's own machinery and was set before there were versions.
create table policy (
  shop_id bigint not null references shop,
  version integer not null constraint policy_version_is_positive check (version > 0),
  valid_from timestamptz not null,
  body jsonb not null,
  set_at timestamptz not null,
  set_by text not null,
  primary key (shop_id, version)
);
create trigger policy_append_only before update or delete or truncate on policy
  for each statement execute function refuse_change();

-- What a source of the store is called in the ERP. A kind without rows is not mapped yet.
create table mapping (
  shop_id bigint not null references shop,
  kind text not null constraint mapping_kind_is_known check (kind in ('gateway', 'tax', 'sku', 'location', 'currency')),
  source text not null,
  target text not null,
  set_at timestamptz not null,
  set_by text not null,
  primary key (shop_id, kind, source)
);

-- How far store and ERP were asked what changed. One pass reads all pages from `pass_since` on; when it ends,
-- everything that changed before it began is known. `since` is where a whole pass begins, the last of which began at
-- `whole_at`; `pass_read` says that the pass has all its pages and waits for them to be understood.
create table sweep (
  shop_id bigint not null references shop,
  resource text not null constraint sweep_resource_is_known
    check (resource in ('orders', 'completeness', 'erp-documents', 'erp-periods')),
  since timestamptz not null default '1970-01-01T00:00:00Z',
  whole_at timestamptz,
  read_through timestamptz,
  pass_since timestamptz,
  pass_started_at timestamptz,
  pass_cursor text,
  pass_read boolean not null default false,
  pass_rows bigint not null default 0,
  rows_read bigint not null default 0,
  due_at timestamptz,
  held_until timestamptz,
  failures integer not null default 0,
  reason text,
  primary key (shop_id, resource),
  constraint pass_began check ((pass_started_at is null) = (pass_since is null))
);
create index sweep_due on sweep (shop_id, due_at) where due_at is not null;

-- What a pass compares with: documents by the time of their last change, orders by the time of their making.
create index fact_erp_document_modified on fact (shop_id, happened_at) where kind = 'erp_document';
create index fact_order_created on fact (shop_id, (body ->> 'createdAt')) where kind = 'order';

-- Our count of a closed hour against the store's own, per resource. The newest check of an hour stands.
create table completeness (
  shop_id bigint not null references shop,
  resource text not null,
  hour timestamptz not null,
  theirs bigint not null,
  ours bigint not null,
  missing jsonb not null,
  checked_at timestamptz not null,
  primary key (shop_id, resource, hour)
);

-- Every difference by its name within its lane; one that closed keeps how, and opens again under the same name.
create table break (
  shop_id bigint not null references shop,
  lane text not null,
  key text not null,
  leg text not null,
  cause text not null,
  minor bigint,
  currency char(3),
  about text not null,
  sentence text not null,
  evidence jsonb not null,
  order_name text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  closed_at timestamptz,
  closed_how text,
  primary key (shop_id, lane, key),
  constraint break_amount_has_a_currency check ((minor is null) = (currency is null)),
  constraint closed_break_says_how check ((closed_at is null) = (closed_how is null))
);
create index break_open on break (shop_id, cause, first_seen_at) where closed_at is null;
create index break_closed on break (shop_id, closed_at) where closed_at is not null;

-- What found no partner in its own lane, and the matcher's findings across lanes. Each is in at most one claim.
create table open_item (
  shop_id bigint not null references shop,
  ref text not null,
  lane text not null,
  side text not null constraint open_item_side_is_known check (side in ('due', 'document')),
  item_group text not null,
  kind text not null,
  minor bigint not null,
  currency char(3) not null,
  on_date date not null,
  label text not null,
  primary key (shop_id, ref)
);
create index open_item_lane on open_item (shop_id, lane);

-- Made of open items only, so their shop is a shop already.
create table claim (
  shop_id bigint not null,
  due_ref text not null,
  document_ref text not null,
  due_lane text not null,
  document_lane text not null,
  due_label text not null,
  document_label text not null,
  -- tied: several fit, so nobody is claimed and people decide.
  state text not null constraint claim_state_is_known check (state in ('claimed', 'tied')),
  claimed_at timestamptz not null,
  -- Whether the log has it; the due's lane sees to that when it is drained.
  told boolean not null default false,
  primary key (shop_id, due_ref, document_ref)
);
create unique index due_is_claimed_once on claim (shop_id, due_ref) where state = 'claimed';
create unique index document_is_claimed_once on claim (shop_id, document_ref) where state = 'claimed';
create index claim_tied_document on claim (shop_id, document_ref) where state = 'tied';

-- What lists and trends read of a proof without opening it.
alter table proof
  add column placed_at timestamptz,
  add column total_minor bigint,
  add column currency char(3),
  add column store_state text,
  add column erp_state text,
  add column cash_state text,
  add column refund_state text;
create index proof_placed on proof (shop_id, placed_at);

alter table decision drop constraint decision_kind_is_known;
alter table decision add constraint decision_kind_is_known check (kind in ('translated', 'parked', 'planned', 'held',
  'superseded', 'withdrawn', 'attempted', 'posted', 'adopted', 'retried', 'rejected', 'break opened', 'break changed',
  'break closed', 'caught up', 'claimed'));

do $$
declare
  tenant text;
begin
  foreach tenant in array array['policy', 'mapping', 'sweep', 'completeness', 'break', 'open_item', 'claim']
  loop
    execute format('alter table %I enable row level security', tenant);
    execute format(
      'create policy own_rows on %I to plumbline_app using (shop_id = (select current_shop())) '
      'with check (shop_id = (select current_shop()))', tenant);
  end loop;
end
$$;

grant select, insert on policy to plumbline_app;
grant select, insert, update, delete on mapping, open_item, claim to plumbline_app;
grant select, insert, update on sweep, completeness, break to plumbline_app;

-- Refunds and returns of the past come in files of their own.
alter table backfill drop constraint backfill_resource_is_known;
alter table backfill add constraint backfill_resource_is_known
  check (resource in ('fulfillments', 'refunds', 'returns', 'orders'));

-- As before, and a shop is due when it has something to sweep.
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
    or exists (select from sweep w where w.shop_id = s.id and s.state = 'installed' and w.due_at <= p_now
               and coalesce(w.held_until, p_now) <= p_now)
    or exists (select from inbox i where i.shop_id = s.id and i.sealed is not null and i.state <> 'kept'
               and i.received_at < p_sealed_before)
  order by s.id
$$;
