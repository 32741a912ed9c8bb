import type { Child } from 'hono/jsx';
import type { LegName } from '#domain/proof.ts';
import type { HomeRows } from '#src/panel/query/home.ts';
import { count, percent } from './words.ts';

/** The five proofs as figures: the share of orders in agreement, of those whose time has come. */
export function Figures({ rows }: { readonly rows: HomeRows }) {
  return (
    <s-grid gridtemplatecolumns="repeat(auto-fit, minmax(100px, 1fr))" gap="base">
      <Figure label="Orders ↔ ERP" leg="erp" rows={rows} />
      <Figure label="Payments" leg="cash" rows={rows} />
      <Unmeasured label="Refunds" />
      <Unmeasured label="Payouts" />
      <Unmeasured label="Inventory" />
    </s-grid>
  );
}

function Figure({ label, leg, rows }: { label: string; leg: LegName; rows: HomeRows }) {
  const open = rows.legs.find((one) => one.leg === leg) ?? { matched: 0, pending: 0, broken: 0 };
  const agreed = (rows.states?.agreed ?? 0) + open.matched;
  const due = agreed + open.broken;
  const differ = open.broken === 0 ? null : count(open.broken, 'order differs', 'orders differ');
  const waiting = open.pending === 0 ? null : `${open.pending} not due yet`;
  const agree = due === 0 ? null : `${agreed} of ${count(due, 'order')}`;
  return (
    <Tile label={label} value={due === 0 ? '–' : percent(agreed, due)}>
      {differ === null ? (
        <s-text color="subdued">{agree ?? waiting ?? 'nothing is due yet'}</s-text>
      ) : (
        <s-link href="/orders?state=broken">{differ}</s-link>
      )}
      {waiting === null || (differ ?? agree) === null ? null : <s-text color="subdued">{waiting}</s-text>}
    </Tile>
  );
}

function Unmeasured({ label }: { label: string }) {
  return (
    <Tile label={label} value="–">
      <s-text color="subdued">not measured yet</s-text>
    </Tile>
  );
}

function Tile({ label, value, children }: { label: string; value: string; children?: Child }) {
  return (
    <s-stack gap="small-400">
      <s-text color="subdued">{label}</s-text>
      <s-text fontsize="large-100" fontweight="semibold" fontvariantnumeric="tabular-nums">
        {value}
      </s-text>
      {children}
    </s-stack>
  );
}
