/** SQL of what people did beside what a workflow would have posted. */
import { sql } from 'drizzle-orm';
import { shadow } from '#drizzle/schema/automate.ts';
import { statement, type Statement } from '#src/client/database.ts';
import { encode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { ShadowField, Shadowed, ShadowSide } from '#domain/shadow.ts';

export type LaneShadow = { readonly lane: Lane; readonly shadow: readonly Shadowed[] };

/** Makes what is on record of these lanes what the rules found of them now; an equal row is left as it is. */
export function keepShadow(shopId: string, lanes: readonly LaneShadow[], now: Instant): Statement<unknown> {
  const rows = lanes.flatMap(({ lane, shadow: found }) =>
    found.map(({ ref, workflow, kind, happenedAt, differs, ours, theirs }) => ({
      ref,
      lane,
      workflow,
      kind,
      happened_at: happenedAt,
      agrees: differs.length === 0,
      differs,
      ours: sides(ours, differs),
      theirs: sides(theirs, differs),
      is_made: theirs.length > 0 || differs.includes('order'),
    })),
  );
  return statement(sql`
    with given as materialized (
      select distinct on (ref) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (ref text, lane text, workflow text,
        kind text, happened_at timestamptz, agrees boolean, differs jsonb, ours jsonb, theirs jsonb, is_made boolean)
      order by ref, lane
    ), gone as (
      delete from ${shadow} s where s.shop_id = current_shop()
        and s.lane = any (array(select jsonb_array_elements_text(${JSON.stringify(lanes.map(({ lane }) => lane))}::jsonb)))
        and s.ref <> all (array(select g.ref from given g))
    )
    insert into ${shadow} (shop_id, ref, lane, workflow, kind, happened_at, agrees, differs, ours, theirs, is_made, compared_at)
    select ${shopId}::bigint, g.ref, g.lane, g.workflow, g.kind, g.happened_at, g.agrees,
      array(select jsonb_array_elements_text(g.differs)), g.ours, g.theirs, g.is_made, ${now}::timestamptz from given g
    order by g.ref
    on conflict (shop_id, ref) do update set lane = excluded.lane, workflow = excluded.workflow, kind = excluded.kind,
      happened_at = excluded.happened_at, agrees = excluded.agrees, differs = excluded.differs, ours = excluded.ours,
      theirs = excluded.theirs, is_made = excluded.is_made, compared_at = excluded.compared_at
    where (shadow.lane, shadow.workflow, shadow.kind, shadow.happened_at, shadow.differs, shadow.ours, shadow.theirs)
      is distinct from (excluded.lane, excluded.workflow, excluded.kind, excluded.happened_at, excluded.differs,
        excluded.ours, excluded.theirs)`);
}

/** What agrees is only counted, so its lines are kept where something differs, for people to see. */
function sides(of: readonly ShadowSide[], differs: readonly ShadowField[]) {
  return encode(differs.length === 0 ? of.map((one) => ({ ...one, lines: null })) : of);
}
