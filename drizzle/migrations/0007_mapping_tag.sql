-- What is mapped changes rarely and is needed by every proof: a tag tells whoever has read the mappings that they are
-- still as they were. It is made by chance, so that no two states of any two shops share one.
alter table shop add column mapping_tag uuid;
update shop set mapping_tag = gen_random_uuid() where id in (select shop_id from mapping);
grant update (mapping_tag) on shop to plumbline_app;

create function tag_mappings() returns trigger
language plpgsql
as $$
begin
  update shop set mapping_tag = gen_random_uuid() where id in (select shop_id from changed);
  return null;
end
$$;

create trigger mapping_inserted after insert on mapping
  referencing new table as changed for each statement execute function tag_mappings();
create trigger mapping_updated after update on mapping
  referencing new table as changed for each statement execute function tag_mappings();
create trigger mapping_deleted after delete on mapping
  referencing old table as changed for each statement execute function tag_mappings();
