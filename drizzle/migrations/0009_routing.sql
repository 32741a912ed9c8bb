-- Rules of where orders leave from: a book a shop, of which every version is kept, so that what an order was routed by
-- can be read for ever.
create table routing_book (
  shop_id bigint not null references shop,
  version integer not null constraint routing_version_counts check (version > 0),
  body jsonb not null,
  -- What the person did, as a sentence.
  change text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (shop_id, version)
);

create trigger routing_book_append_only before update or delete or truncate on routing_book
  for each statement execute function refuse_change();

alter table routing_book enable row level security;
create policy own_rows on routing_book to plumbline_app using (shop_id = (select current_shop()))
  with check (shop_id = (select current_shop()));
grant select, insert on routing_book to plumbline_app;

-- The locations that the newest orders could leave from are those that a rule can name.
create index fact_supply on fact (shop_id, recorded_at desc) where kind = 'order_supply';
