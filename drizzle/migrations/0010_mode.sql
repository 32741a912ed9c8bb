-- What runs by itself, and by whose word: a switch that stops a workflow and keeps its mode, approvals of exactly one
-- body, postings that a person keeps from leaving; and what people did where a workflow would have posted.

alter table workflow
  add column paused_at timestamptz,
  add column paused_by text,
  add column paused_reason text,
  add constraint paused_says_by_whom_and_why
    check ((paused_at is null) = (paused_by is null) and (paused_at is null) = (paused_reason is null));
grant update (mode, paused_at, paused_by, paused_reason) on workflow to plumbline_app;

alter table posting
  -- The body that a person approved; the approval is void once the facts made another of it, for good.
  add column approved_digest char(64),
  add column approved_at timestamptz,
  add column approved_by text,
  add column approval_void_at timestamptz,
  add column declined_at timestamptz,
  add column declined_by text,
  add column declined_reason text,
  add constraint approved_says_by_whom
    check ((approved_digest is null) = (approved_by is null) and (approved_digest is null) = (approved_at is null)),
  add constraint declined_says_by_whom_and_why
    check ((declined_at is null) = (declined_by is null) and (declined_at is null) = (declined_reason is null));
create index posting_of_workflow on posting (shop_id, workflow, planned_at desc, key desc);

alter table decision drop constraint decision_kind_is_known;
alter table decision add constraint decision_kind_is_known check (kind in ('translated', 'parked', 'planned', 'held',
  'superseded', 'withdrawn', 'attempted', 'posted', 'adopted', 'retried', 'rejected', 'break opened', 'break changed',
  'break closed', 'caught up', 'claimed', 'approved', 'declined', 'restored', 'mode changed', 'paused', 'resumed',
  'routing changed'));

-- As before, and: nothing leaves of a workflow that is paused, nothing that a person declined, and in mode approve only
-- the very body that was approved.
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
    and not exists (select from unnest(p.depends_on) d where not exists (
      select from posting needed where needed.shop_id = p.shop_id and needed.key = d and needed.state = 'posted'))
    and not exists (select from posting other where other.shop_id = p.shop_id and other.lane = p.lane
      and other.key <> p.key and (other.state = 'leased' or (other.state = 'planned' and other.ambiguous_until > p_now)))
$$;

-- Documents that people made, beside what a workflow would have posted: one row a document that is due or there, by the
-- proof's own pairing. Orders from before the cut-over are in it too, and nothing of them can ever leave.
create table shadow (
  shop_id bigint not null references shop,
  ref text not null,
  lane text not null,
  workflow text not null,
  kind text not null,
  happened_at timestamptz not null,
  agrees boolean not null,
  -- What differs, by field; empty where they agree.
  differs text[] not null,
  -- Each a list: mostly one document beside one, and none where only one side has any.
  ours jsonb not null,
  theirs jsonb not null,
  -- Whether people have any document for it.
  is_made boolean not null,
  compared_at timestamptz not null,
  primary key (shop_id, ref),
  foreign key (shop_id, workflow) references workflow (shop_id, name),
  constraint agrees_or_says_how check (agrees = (differs = '{}'))
);
create index shadow_lane on shadow (shop_id, lane);
create index shadow_newest on shadow (shop_id, workflow, happened_at desc, ref desc);

alter table shadow enable row level security;
create policy own_rows on shadow to plumbline_app using (shop_id = (select current_shop()))
  with check (shop_id = (select current_shop()));
grant select, insert, update, delete on shadow to plumbline_app;
