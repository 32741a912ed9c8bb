/** SQL of what is known of a shop as a whole: mappings, periods, how far its ERP and its past are read. */
import { sql } from 'drizzle-orm';
import { backfill, fact, mapping, sweep } from '#drizzle/schema/stabilize.ts';
import { statement, type Statement } from '#src/client/database.ts';
import type { ErpPeriod } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import { type MappingKind, mappingKinds, type ShopFacts } from '#domain/shop.ts';

export type ShopFactsRow = {
  readonly mappings: Readonly<Partial<Record<MappingKind, readonly string[]>>>;
  readonly periods: readonly ErpPeriod[];
  readonly erp_read_through: Instant | null;
  readonly past_read: boolean;
};

export function shopFacts(): Statement<ShopFactsRow> {
  return statement(sql`
    select
      coalesce((select jsonb_object_agg(k.kind, k.sources) from (
        select m.kind, jsonb_agg(m.source) as sources from ${mapping} m where m.shop_id = current_shop() group by m.kind
      ) k), '{}') as mappings,
      coalesce((select jsonb_agg(f.body order by f.key) from ${fact} f
        where f.shop_id = current_shop() and f.home = 'erp/periods' and f.kind = 'erp_period'), '[]') as periods,
      (select iso(w.read_through) from ${sweep} w
        where w.shop_id = current_shop() and w.resource = 'erp-documents') as erp_read_through,
      not exists (select from ${backfill} b where b.shop_id = current_shop() and b.state <> 'done') as past_read`);
}

export function shopFactsOf(row: ShopFactsRow | undefined): ShopFacts {
  const mappings = mappingKinds.flatMap((kind) => {
    const sources = row?.mappings[kind];
    return sources === undefined ? [] : [[kind, new Set(sources)] as const];
  });
  return {
    mappings: new Map(mappings),
    periods: row?.periods ?? [],
    erpReadThrough: row?.erp_read_through ?? null,
    pastRead: row?.past_read ?? true,
  };
}
