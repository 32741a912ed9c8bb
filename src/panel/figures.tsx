import type { Child } from 'hono/jsx';
import { type Instant, localDate } from '#domain/instant.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { HomeRows } from '#src/panel/query/home.ts';
import { type DayRow, trendDays } from '#src/panel/query/trend.ts';
import { perMille, residualOf } from './residual.ts';
import { daysUntil, type Point, Sparkline } from './sparkline.tsx';
import { count, percent } from './words.ts';

type Shown = { readonly rows: HomeRows; readonly shop: ShopSettings; readonly now: Instant };

/** The proofs as figures: of what was due, the share that agrees, and how that went over 60 days of orders. */
export function Figures({ rows, shop, now }: Shown) {
  const days = daysUntil(localDate(now, shop.timeZone), trendDays);
  return (
    <s-grid gridtemplatecolumns="repeat(auto-fit, minmax(128px, 1fr))" gap="base">
      <Complete rows={rows} days={days} />
      <Agreeing
        label="Orders ↔ ERP"
        leg="erp"
        one="order differs"
        many="orders differ"
        rows={rows}
        days={days}
      />
      <Agreeing
        label="Payments"
        leg="cash"
        one="order differs"
        many="orders differ"
        rows={rows}
        days={days}
      />
      <Agreeing
        label="Refunds ↔ ledger"
        leg="refund"
        one="order differs"
        many="orders differ"
        rows={rows}
        days={days}
      />
      <Unexplained rows={rows} days={days} />
      <Unmeasured label="Payouts" />
      <Unmeasured label="Inventory" />
    </s-grid>
  );
}

type Figure = { readonly rows: HomeRows; readonly days: readonly string[] };

/** Our count over the store's own. */
function Complete({ rows: { counted }, days }: Figure) {
  const [ours, theirs] = [total(counted.map((one) => one.ours)), total(counted.map((one) => one.theirs))];
  const missing = theirs - ours;
  const points = trend(days, counted, (one) => share(Number(one.ours), Number(one.theirs)));
  const value = theirs === 0n ? '–' : percent(Number(ours), Number(theirs));
  return (
    <Tile label="Completeness" value={value} points={points}>
      {theirs === 0n ? (
        <s-text color="subdued">not counted yet</s-text>
      ) : (
        <s-link href="/completeness">
          {missing === 0n
            ? `all ${grouped(theirs)} known`
            : `${grouped(missing)} of ${grouped(theirs)} missing`}
        </s-link>
      )}
    </Tile>
  );
}

type Leg = Figure & {
  readonly label: string;
  readonly leg: 'erp' | 'cash' | 'refund';
  readonly one: string;
  readonly many: string;
};

function Agreeing({ label, leg, one, many, rows, days }: Leg) {
  const of = (row: DayRow) => ({
    matched: row[`${leg}_matched`],
    broken: row[`${leg}_broken`],
    pending: row[`${leg}_pending`],
  });
  const all = rows.days.map(of).reduce(
    (sum, day) => ({
      matched: sum.matched + day.matched,
      broken: sum.broken + day.broken,
      pending: sum.pending + day.pending,
    }),
    { matched: 0, broken: 0, pending: 0 },
  );
  const due = all.matched + all.broken;
  const points = trend(days, rows.days, (row) => share(of(row).matched, of(row).matched + of(row).broken));
  const waiting = all.pending === 0 ? null : `${all.pending} not due yet`;
  return (
    <Tile label={label} value={due === 0 ? '–' : percent(all.matched, due)} points={points}>
      {all.broken > 0 ? (
        <s-link href={`/orders?leg=${leg}`}>{count(all.broken, one, many)}</s-link>
      ) : due > 0 ? (
        <s-link href="/orders?state=matched">{`${all.matched} of ${count(due, 'order')}`}</s-link>
      ) : (
        <s-text color="subdued">{waiting ?? 'nothing is due yet'}</s-text>
      )}
      {waiting === null || due === 0 ? null : <s-text color="subdued">{waiting}</s-text>}
    </Tile>
  );
}

/** Money without a cause, by all that was sold. */
function Unexplained({ rows: { days: proven, open, gross }, days }: Figure) {
  const { share: said } = residualOf(open, gross);
  const points = trend(days, proven, (row) =>
    row.gross === '0' ? null : Number(perMille(BigInt(row.unexplained), BigInt(row.gross))),
  );
  return (
    <Tile label="Unexplained" value={said ?? '–'} points={points}>
      {said === null ? (
        <s-text color="subdued">nothing was sold yet</s-text>
      ) : (
        <s-link href="/breaks">of sales</s-link>
      )}
    </Tile>
  );
}

function Unmeasured({ label }: { label: string }) {
  return (
    <Tile label={label} value="–" points={[]}>
      <s-text color="subdued">not measured yet</s-text>
    </Tile>
  );
}

type Tiled = {
  readonly label: string;
  readonly value: string;
  readonly points: readonly Point[];
  readonly children?: Child;
};

function Tile({ label, value, points, children }: Tiled) {
  return (
    <s-stack gap="small-400">
      <s-text color="subdued">{label}</s-text>
      <s-text fontsize="large-100" fontweight="semibold" fontvariantnumeric="tabular-nums">
        {value}
      </s-text>
      <Sparkline points={points} says={`${label} over the last ${trendDays} days`} />
      {children}
    </s-stack>
  );
}

function trend<Row extends { readonly day: string | null }>(
  days: readonly string[],
  rows: readonly Row[],
  value: (row: Row) => number | null,
): readonly Point[] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return days.map((day) => {
    const row = byDay.get(day);
    return { day, value: row === undefined ? null : value(row) };
  });
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function total(some: readonly string[]): bigint {
  return some.reduce((sum, one) => sum + BigInt(one), 0n);
}

function grouped(number: bigint): string {
  return new Intl.NumberFormat('en').format(number);
}
