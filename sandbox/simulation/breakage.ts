/** Builds of the product with one safeguard taken out. A simulation that does not notice is worth nothing. */
export type Breakage = {
  readonly name: string;
  /** What is missing, as a sentence. */
  readonly missing: string;
  /** Changes the database that the life runs on. */
  readonly sql: readonly string[];
  /** Changes the bundle: each text must stand in it, or the breakage breaks nothing. */
  readonly bundle: readonly (readonly [from: RegExp, to: string])[];
};

export const breakages: readonly Breakage[] = [
  {
    name: 'dedupe off',
    missing: 'a delivery that comes again is kept again',
    sql: [
      'alter table inbox drop constraint delivery_kept_once',
      `create or replace function keep(p_domain text, p_source text, p_topic text, p_dedupe_key text, p_event_id text,
        p_lane text, p_received_at timestamptz, p_triggered_at timestamptz, p_sealed text)
       returns table (outcome text, shop_id text) language plpgsql security definer set search_path = public, pg_temp
       as $$
       declare v_shop bigint;
       begin
         select s.id into v_shop from shop s where s.domain = p_domain;
         if v_shop is null then return query select 'unknown-shop', null::text; return; end if;
         insert into inbox (shop_id, source, topic, dedupe_key, event_id, lane, received_at, triggered_at, sealed)
         values (v_shop, p_source, p_topic, p_dedupe_key, p_event_id, p_lane, p_received_at, p_triggered_at, p_sealed);
         insert into lane (shop_id, key, stirred) values (v_shop, p_lane, 1)
         on conflict on constraint lane_pkey do update set stirred = lane.stirred + 1;
         return query select 'kept', v_shop::text;
       end $$`,
    ],
    // The answers that we fetch are kept by a statement of their own.
    bundle: [[/on conflict on constraint delivery_kept_once do nothing/g, '']],
  },
  {
    name: 'version check off',
    missing: 'a lane that moved on since it was read is written all the same',
    sql: [
      `create or replace function advance(p_lanes jsonb) returns void language plpgsql as $$
       begin
         update lane l set version = l.version + 1, settled = greatest(l.settled, a.settled), claimed_by = null,
           claimed_until = null, failures = 0, heard_at = greatest(l.heard_at, a.heard_at),
           read_due_at = a.read_due_at, prove_due_at = a.prove_due_at
         from jsonb_to_recordset(p_lanes) as a (key text, version bigint, settled bigint, heard_at timestamptz,
           read_due_at timestamptz, prove_due_at timestamptz)
         where l.shop_id = current_shop() and l.key = a.key;
       end $$`,
    ],
    bundle: [],
  },
  {
    name: 'lease off',
    missing: 'a posting leaves again while an earlier attempt is still under way',
    sql: [
      'drop index one_posting_of_a_lane_leaves',
      `create or replace function posting_due(p_now timestamptz) returns table (key text, lane text)
       language sql stable as $$
         select p.key, p.lane from posting p
         join shop s on s.id = p.shop_id and s.state = 'installed'
         join workflow w on w.shop_id = p.shop_id and w.name = p.workflow and w.mode = 'auto'
         join lane l on l.shop_id = p.shop_id and l.key = p.lane and l.read_due_at is null
         where p.shop_id = current_shop() and p.state in ('planned', 'leased')
           and coalesce(p.not_before, p_now) <= p_now
           and not exists (select from unnest(p.depends_on) d where not exists (
             select from posting needed where needed.shop_id = p.shop_id and needed.key = d and needed.state = 'posted'))
       $$`,
    ],
    // Nor does a lease that was left tell the next one that a create may still be running.
    bundle: [[/case when due\.ran_out/g, 'case when false']],
  },
];

export function breakageNamed(name: string | null): Breakage | undefined {
  if (name === null) return undefined;
  const found = breakages.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(
      `no build is broken as "${name}": there are ${breakages.map((one) => one.name).join(', ')}`,
    );
  return found;
}

/** The bundle without the safeguard. */
export function scriptWith(script: string, breakage: Breakage | undefined): string {
  let broken = script;
  for (const [from, to] of breakage?.bundle ?? []) {
    const next = broken.replaceAll(from, to);
    if (next === broken) throw new Error(`the bundle holds nothing like ${from}, so nothing is broken`);
    broken = next;
  }
  return broken;
}
