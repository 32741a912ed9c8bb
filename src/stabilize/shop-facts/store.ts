/** SQL of what is known of a shop as a whole: mappings, periods, how far its ERP and its past are read. */
import { sql } from 'drizzle-orm';
import { shop } from '#drizzle/schema/inbox.ts';
import { backfill, fact, mapping, sweep } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { ErpPeriod } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { MappingKind, ShopFacts } from '#domain/shop.ts';
import type { KnownMappings } from './known-mappings.ts';

export type ShopFactsRow = {
  /** Changes with every change of a mapping; null before the first. */
  readonly mapping_tag: string | null;
  /** Null when they are still those of the tag that was named. */
  readonly mappings: Readonly<Partial<Record<MappingKind, readonly string[]>>> | null;
  /** What each mapped location is called in the ERP; null as the mappings are. */
  readonly locations: Readonly<Record<string, string>> | null;
  readonly periods: readonly ErpPeriod[];
  readonly erp_read_through: Instant | null;
  readonly past_read: boolean;
};

/** `knownTag`: that of the mappings the caller has read before, so that they are not sent again. */
export function shopFacts(knownTag: string | null): Statement<ShopFactsRow> {
  return statement(sql`
    select s.mapping_tag::text as mapping_tag,
      case when s.mapping_tag = ${knownTag}::uuid then null else coalesce((select jsonb_object_agg(k.kind, k.sources) from (
        select m.kind, jsonb_agg(m.source) as sources from ${mapping} m where m.shop_id = current_shop() group by m.kind
      ) k), '{}') end as mappings,
      case when s.mapping_tag = ${knownTag}::uuid then null else coalesce((select jsonb_object_agg(m.source, m.target)
        from ${mapping} m where m.shop_id = current_shop() and m.kind = 'location'), '{}') end as locations,
      coalesce((select jsonb_agg(f.body order by f.key) from ${fact} f
        where f.shop_id = current_shop() and f.home = 'erp/periods' and f.kind = 'erp_period'), '[]') as periods,
      (select iso(w.read_through) from ${sweep} w
        where w.shop_id = current_shop() and w.resource = 'erp-documents') as erp_read_through,
      not exists (select from ${backfill} b where b.shop_id = current_shop() and b.state <> 'done') as past_read
    from ${shop} s where s.id = current_shop()`);
}

export function shopFactsOf(row: ShopFactsRow, known: KnownMappings): ShopFacts {
  return {
    ...known.read(row),
    periods: row.periods,
    erpReadThrough: row.erp_read_through,
    pastRead: row.past_read,
  };
}
