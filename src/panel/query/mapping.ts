/** SQL of the mapping queue: what has no name in the ERP yet, what was mapped, and the writing of both. */
import { sql } from 'drizzle-orm';
import { lane, shop } from '#drizzle/schema/inbox.ts';
import { breaks, mapping, proof } from '#drizzle/schema/stabilize.ts';
import { type Statement, statement } from '#src/client/database.ts';
import type { Instant } from '#domain/instant.ts';
import type { MappingKind } from '#domain/shop.ts';
import { sendMapped } from './dead-letter.ts';

/** One source that orders wait for; its money by currency. */
export type UnmappedRow = {
  readonly about: string;
  readonly orders: number;
  readonly money: readonly { readonly currency: string; readonly minor: string }[];
  readonly oldest: Instant;
};

export type MappingRow = {
  readonly kind: MappingKind;
  readonly source: string;
  readonly target: string;
  readonly set_at: Instant;
  readonly set_by: string;
};

export type Source = { readonly kind: MappingKind; readonly source: string };

const shownMax = 20;

/** Who left may change nothing, whatever a token says that is still valid. */
const installed = sql`exists (select from ${shop} s where s.id = current_shop() and s.state = 'installed')`;

/** What waits, by its source; an order counts once with its total. */
export function unmapped(): Statement<UnmappedRow> {
  return statement(sql`
    with waiting as (
      select b.about, b.lane, min(b.first_seen_at) as since from ${breaks} b
      where b.shop_id = current_shop() and b.cause = 'UNMAPPED' and b.closed_at is null group by b.about, b.lane
    ), priced as (
      select w.about, p.currency, sum(p.total_minor) as minor from waiting w
      join ${proof} p on p.shop_id = current_shop() and p.lane = w.lane
      where p.currency is not null and p.total_minor is not null group by w.about, p.currency
    )
    select w.about, count(*)::integer as orders, iso(min(w.since)) as oldest,
      coalesce((select jsonb_agg(jsonb_build_object('currency', m.currency, 'minor', m.minor::text) order by m.currency)
        from priced m where m.about = w.about), '[]') as money
    from waiting w group by w.about order by count(*) desc, w.about limit ${shownMax}`);
}

/** What people mapped, newest first. */
export function mappings(): Statement<MappingRow> {
  return statement(sql`
    select kind, source, target, iso(set_at) as set_at, set_by from ${mapping}
    where shop_id = current_shop() order by set_at desc, kind, source limit ${shownMax}`);
}

/**
 * Writes what a source is called in the ERP, and stirs every lane that waits for a name of its kind; what was refused
 * there is sent again. The first of a kind makes all others of it unmapped, so then every order is proven anew.
 */
export function mapSource(
  { kind, source, target }: Source & { readonly target: string },
  { by, now }: { readonly by: string; readonly now: Instant },
): readonly Statement<unknown>[] {
  return [
    stir(
      sql`not exists (select from ${mapping} m where m.shop_id = current_shop() and m.kind = ${kind})`,
      kind,
    ),
    statement(sql`
      insert into ${mapping} (shop_id, kind, source, target, set_at, set_by)
      select current_shop(), ${kind}, ${source}, ${target}, ${now}::timestamptz, ${by} where ${installed}
      on conflict (shop_id, kind, source) do update set target = excluded.target, set_at = excluded.set_at,
        set_by = excluded.set_by`),
    sendMapped(kind, { by, now }),
  ];
}

/** Takes a mapping back. Only what was proven since it was made can rest on it. */
export function forgetMapping({ kind, source }: Source): readonly Statement<unknown>[] {
  return [
    stir(
      sql`p.as_of >= (select m.set_at from ${mapping} m
        where m.shop_id = current_shop() and m.kind = ${kind} and m.source = ${source})`,
      kind,
    ),
    statement(
      sql`delete from ${mapping} where shop_id = current_shop() and kind = ${kind} and source = ${source} and ${installed}`,
    ),
  ];
}

/** Lanes are taken in the order of their keys, so that two writers cannot deadlock. */
function stir(proven: ReturnType<typeof sql>, kind: MappingKind): Statement<unknown> {
  return statement(sql`
    with concerned as (
      select b.lane from ${breaks} b where b.shop_id = current_shop() and b.cause = 'UNMAPPED'
        and starts_with(b.about, ${`${kind} `})
      union select p.lane from ${proof} p where p.shop_id = current_shop() and ${proven}
    ), taken as (
      select l.key from ${lane} l where l.shop_id = current_shop() and l.key in (select c.lane from concerned c)
      order by l.key for update
    )
    update ${lane} l set stirred = l.stirred + 1 from taken where l.shop_id = current_shop() and l.key = taken.key and ${installed}`);
}
