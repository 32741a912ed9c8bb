/** What the page of breaks reads: every difference by its cause, and one page of them, in one trip. */
import { type SQL, sql } from 'drizzle-orm';
import { breaks, proof } from '#drizzle/schema/stabilize.ts';
import { type Database, type Statement, statement } from '#src/client/database.ts';
import { shopSettings } from '#src/inbox/store.ts';
import { type AgeName, ages } from '#src/panel/age.ts';
import { currenciesWith } from '#domain/currency.ts';
import type { BreakCause } from '#domain/break.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { LegName } from '#domain/proof.ts';
import { mappings, unmapped } from './mapping.ts';

export type BreakRow = {
  readonly lane: Lane;
  readonly key: string;
  readonly leg: LegName;
  readonly cause: BreakCause;
  readonly minor: string | null;
  readonly currency: string | null;
  readonly about: string;
  readonly sentence: string;
  readonly order_name: string | null;
  readonly first_seen_at: Instant;
  readonly closed_at: Instant | null;
  readonly closed_how: string | null;
};

/** One cause in one currency; without money `currency` and `minor` are null. */
export type CauseCount = {
  readonly cause: BreakCause;
  readonly count: number;
  readonly currency: string | null;
  readonly minor: string | null;
  readonly oldest: Instant;
};

export type BreakAsk = {
  readonly show: 'open' | 'closed';
  readonly sort: 'amount' | 'oldest' | 'newest';
  readonly cause: BreakCause | undefined;
  readonly leg: LegName | undefined;
  readonly age: AgeName | undefined;
  /** At least so much, as decimal text of whichever currency a break has. */
  readonly least: string | undefined;
  readonly search: string;
  /** The break at which the page before or after this one ended or began. */
  readonly after: BreakName | undefined;
  readonly before: BreakName | undefined;
};

export type BreakName = { readonly lane: string; readonly key: string };

export const everyBreak: BreakAsk = {
  show: 'open',
  sort: 'amount',
  cause: undefined,
  leg: undefined,
  age: undefined,
  least: undefined,
  search: '',
  after: undefined,
  before: undefined,
};

export const breaksPageSize = 50;

type BreaksAsked = { readonly domain: string; readonly ask: BreakAsk; readonly now: Instant };

/** One page and one row more, by which it is known whether the list goes on. `writes` go first, in the same trip. */
export async function readBreaks(
  db: Database,
  { domain, ask, now }: BreaksAsked,
  writes: readonly Statement<unknown>[] = [],
) {
  const [settings, causes, found, open, queue, mapped, gross] = await db.trip(
    { domain },
    [
      shopSettings(),
      causesOf(conditions({ ...ask, cause: undefined }, now)),
      page(ask, now),
      openCauses,
      unmapped(),
      mappings(),
      grossSales,
    ],
    writes,
  );
  const rows = ask.before === undefined ? found : found.toReversed();
  return { settings: settings[0], causes, rows, open, queue, mapped, gross };
}

export type BreaksRead = Awaited<ReturnType<typeof readBreaks>>;

/** What every real order comes to, by currency: the whole of which the unexplained is a part. */
export const grossSales = statement<{ currency: string; minor: string }>(sql`
  select currency, sum(total_minor)::text as minor from ${proof}
  where shop_id = current_shop() and currency is not null and state <> 'test' group by currency order by currency`);

function causesOf(given: SQL[]): Statement<CauseCount> {
  return statement(sql`
    select cause, currency, count(*)::integer as count, sum(abs(minor))::text as minor, iso(min(first_seen_at)) as oldest
    from ${breaks} b where ${sql.join(given, sql` and `)}
    group by cause, currency order by sum(abs(minor)) desc nulls last, count(*) desc, cause`);
}

/** Every open difference, by cause and currency. */
export const openCauses = causesOf([sql`b.shop_id = current_shop()`, sql`b.closed_at is null`]);

const columns = sql`b.lane, b.key, b.leg, b.cause, b.minor::text, b.currency, b.about, b.sentence, b.order_name,
  iso(b.first_seen_at) as first_seen_at, iso(b.closed_at) as closed_at, b.closed_how`;

const magnitude = sql`coalesce(abs(b.minor), -1)`;

/** The open differences, of one cause or of any, the most money first. */
export async function openBreaks(
  db: Database,
  shopId: string,
  cause: BreakCause | undefined,
): Promise<{ readonly causes: readonly CauseCount[]; readonly rows: readonly BreakRow[] }> {
  const given = conditions({ ...everyBreak, cause }, '');
  const [causes, rows] = await db.trip(shopId, [
    causesOf(given),
    statement<BreakRow>(sql`
      select ${columns} from ${breaks} b where ${sql.join(given, sql` and `)}
      order by ${magnitude} desc, b.first_seen_at, b.lane, b.key limit 1000`),
  ]);
  return { causes, rows };
}

/** The open differences with the most money. */
export function worstBreaks(most: number): Statement<BreakRow> {
  return statement(sql`
    select ${columns} from ${breaks} b where b.shop_id = current_shop() and b.closed_at is null
    order by ${magnitude} desc, b.first_seen_at, b.lane, b.key limit ${most}`);
}

/** All of one lane, open ones first and the most money first. */
export function breaksOf(of: Lane): Statement<BreakRow> {
  return statement(sql`
    select ${columns} from ${breaks} b where b.shop_id = current_shop() and b.lane = ${of}
    order by b.closed_at desc nulls first, ${magnitude} desc, b.key`);
}

const ranks = {
  amount: { rank: magnitude, falling: true },
  oldest: { rank: sql`b.first_seen_at`, falling: false },
  newest: { rank: sql`b.first_seen_at`, falling: true },
} as const;

function page(ask: BreakAsk, now: Instant): Statement<BreakRow> {
  const { rank, falling } = ranks[ask.sort];
  const edge = ask.after ?? ask.before;
  const down = falling === (ask.before === undefined);
  const direction = down ? sql`desc` : sql`asc`;
  const given = conditions(ask, now);
  if (edge !== undefined)
    given.push(sql`(${rank}, b.lane, b.key) ${down ? sql`<` : sql`>`} (select ${rank}, b.lane, b.key from ${breaks} b
      where b.shop_id = current_shop() and b.lane = ${edge.lane} and b.key = ${edge.key})`);
  return statement(sql`
    select ${columns} from ${breaks} b where ${sql.join(given, sql` and `)}
    order by ${rank} ${direction}, b.lane ${direction}, b.key ${direction} limit ${breaksPageSize + 1}`);
}

function conditions(ask: BreakAsk, now: Instant): SQL[] {
  return [
    sql`b.shop_id = current_shop()`,
    ask.show === 'open' ? sql`b.closed_at is null` : sql`b.closed_at is not null`,
    ...(ask.cause === undefined ? [] : [sql`b.cause = ${ask.cause}`]),
    ...(ask.leg === undefined ? [] : [sql`b.leg = ${ask.leg}`]),
    ...(ask.age === undefined ? [] : agedBetween(ask.age, now)),
    ...(ask.least === undefined ? [] : [sql`abs(b.minor) >= ${ask.least}::numeric * ${minorsInOne}`]),
    ...(ask.search === '' ? [] : [matching(ask.search.toLowerCase())]),
  ];
}

/** A closed one has the age at which it closed. */
function agedBetween(name: AgeName, now: Instant): readonly SQL[] {
  const { from, to } = ages[name];
  const age = sql`coalesce(b.closed_at, ${now}::timestamptz) - b.first_seen_at`;
  const days = (many: number) => sql`${`${many} days`}::interval`;
  return [sql`${age} >= ${days(from)}`, ...(to === null ? [] : [sql`${age} < ${days(to)}`])];
}

const listed = (codes: readonly string[]) =>
  sql.join(
    codes.map((code) => sql`${code}`),
    sql`, `,
  );
const minorsInOne = sql`case when b.currency in (${listed(currenciesWith(0))}) then 1
  when b.currency in (${listed(currenciesWith(3))}) then 1000 else 100 end`;

/** The beginning of the order's name, with or without its sign, or of what the difference is about. */
function matching(search: string): SQL {
  return sql`(starts_with(lower(b.order_name), ${search}) or starts_with(lower(b.order_name), ${`#${search}`})
    or starts_with(lower(b.about), ${search}))`;
}
