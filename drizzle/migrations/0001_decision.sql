-- The memory: every decision about a delivery or a posting, once and for ever. And a door for people: a signed
-- session names a shop by its domain.

create table decision (
  shop_id bigint not null references shop,
  id bigint generated always as identity,
  lane text not null,
  decided_at timestamptz not null,
  kind text not null constraint decision_kind_is_known check (kind in ('translated', 'parked', 'planned', 'held',
    'superseded', 'withdrawn', 'attempted', 'posted', 'adopted', 'retried', 'rejected')),
  -- The posting's key, or the delivery as `delivery/<id>`.
  subject text not null,
  rule text not null,
  rule_version integer not null,
  -- What was decided on: the digest of the body, or of the facts that a delivery held.
  inputs_digest char(64),
  detail jsonb not null,
  -- A rule decides in its own name; a person will stand here with theirs.
  actor text not null,
  primary key (shop_id, id)
);
create index decision_lane on decision (shop_id, lane, id);
create index decision_subject on decision (shop_id, subject, id);

create trigger decision_append_only before update or delete or truncate on decision
  for each statement execute function refuse_change();

alter table decision enable row level security;
create policy own_rows on decision to plumbline_app using (shop_id = (select current_shop()))
  with check (shop_id = (select current_shop()));
grant select, insert on decision to plumbline_app;

-- Whoever proved to be of a shop may find that shop's row by its domain, and no other.
create policy named_shop on shop for select to plumbline_app
  using (domain = (select nullif(current_setting('app.shop_domain', true), '')));

-- What the panel's pages read: the newest orders by state, what waits for a person, today's figures.
create index proof_state on proof (shop_id, state);
create index proof_newest on proof (shop_id, length(lane) desc, lane desc);
create index inbox_parked on inbox (shop_id, topic) where state = 'parked';
create index inbox_received on inbox (shop_id, received_at);
create index posting_waiting on posting (shop_id, state) where state in ('held', 'rejected');
create index posting_posted on posting (shop_id, posted_at);
