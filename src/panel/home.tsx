/** Home: is everything in agreement, and what needs a person? */
import { type ShopSettings, workflowNamed } from '#domain/shop.ts';
import type { Instant } from '#domain/instant.ts';
import type { PanelDeps } from './deps.ts';
import { Figures } from './figures.tsx';
import { NeedsYou } from './needs-you.tsx';
import { within } from './notice.tsx';
import { Past } from './past.tsx';
import { progressOf } from './progress.ts';
import type { HomeRows } from '#src/panel/query/home.ts';
import { readHome } from '#src/panel/query/home.ts';
import type { Session } from './session.ts';
import type { View } from './view.ts';
import { count, duration, when } from './words.ts';

export async function home(deps: PanelDeps, { shop: domain }: Session): Promise<View> {
  const now = deps.now();
  const rows = await readHome(deps.db, domain, now);
  return within(rows.settings, (shop) => ({
    status: 200,
    heading: 'Plumbline',
    main: (
      <s-stack gap="base" data-live="home">
        <Reading rows={rows} now={now} />
        {rows.states?.last_at === null ? (
          <FirstDay shop={shop} rows={rows} now={now} />
        ) : (
          <Standing shop={shop} rows={rows} now={now} />
        )}
      </s-stack>
    ),
    aside: (
      <s-box slot="aside">
        <s-stack gap="base" data-live="sequence">
          <Sequence shop={shop} rows={rows} />
        </s-stack>
      </s-box>
    ),
  }));
}

type Shown = { readonly shop: ShopSettings; readonly rows: HomeRows; readonly now: Instant };

/** Until the shop's past is read, how far that is; once it is, nothing. */
function Reading({ rows, now }: Pick<Shown, 'rows' | 'now'>) {
  const progress = progressOf(rows.past, rows.swept, now);
  if (progress.state === 'none' || progress.state === 'done') return null;
  const proven = (rows.states?.agreed ?? 0) + (rows.states?.pending ?? 0) + (rows.states?.broken ?? 0);
  const found = rows.open.reduce((sum, one) => sum + one.count, 0);
  return <Past progress={progress} known={{ proven, breaks: found }} />;
}

function Standing({ shop, rows, now }: Shown) {
  const last = lastLook(rows);
  return (
    <>
      <s-section
        heading="In agreement"
        subheading={last === null ? undefined : `Last checked ${when(last, shop.timeZone)}`}
      >
        <Figures rows={rows} shop={shop} now={now} />
      </s-section>
      <NeedsYou rows={rows} timeZone={shop.timeZone} now={now} />
      <Today rows={rows} />
    </>
  );
}

/** The newest look at store or ERP; before the first one, the newest proof. */
function lastLook({ swept, states }: HomeRows): Instant | null {
  const looks = swept.flatMap((one) => one.read_through ?? []);
  return (
    looks.reduce<Instant | null>((newest, one) => (newest === null || one > newest ? one : newest), null) ??
    states?.last_at ??
    null
  );
}

function Today({ rows: { today } }: Pick<Shown, 'rows'>) {
  if (today === undefined) return null;
  const parts = [
    count(today.orders, 'order'),
    `${today.invoiced} invoiced`,
    `${count(today.posted, 'document')} posted`,
    `${count(today.deliveries, 'delivery', 'deliveries')} kept`,
    `${today.parked} parked`,
    ...(today.median_seconds === null ? [] : [`median ${duration(today.median_seconds)} from event to ERP`]),
  ];
  return (
    <s-section heading="Today">
      <s-paragraph fontvariantnumeric="tabular-nums">{parts.join(' · ')}</s-paragraph>
    </s-section>
  );
}

function FirstDay({ shop, rows, now }: Shown) {
  const workflow = workflowNamed(shop, 'invoice posting');
  const heard = rows.today?.deliveries ?? 0;
  const steps = [
    `Connected to ${shop.domain} since ${when(shop.installedAt, shop.timeZone)}.`,
    shop.erpConnectionId === null
      ? 'No ERP is connected yet, so nothing will be posted.'
      : 'The ERP is connected.',
    workflow === undefined
      ? 'No workflow posts anything yet.'
      : `Every order is proven; those placed from ${when(workflow.cutOverAt, shop.timeZone)} on are also posted, in mode ${workflow.mode}.`,
    heard === 0
      ? 'No delivery has come today.'
      : `${count(heard, 'delivery', 'deliveries')} came today; no order is proven yet.`,
  ];
  return (
    <>
      <s-section heading="Waiting for the first order">
        <s-paragraph>
          The next order placed in your store shows up here within seconds. Once it has been quiet for a
          minute, its figures are read from Shopify, compared with the ERP and the payments, and proven on its
          own page.
        </s-paragraph>
        <s-unordered-list>
          {steps.map((step) => (
            <s-list-item>{step}</s-list-item>
          ))}
        </s-unordered-list>
      </s-section>
      {rows.stuck.length + rows.parked.length === 0 ? null : (
        <NeedsYou rows={rows} timeZone={shop.timeZone} now={now} />
      )}
    </>
  );
}

function Sequence({ shop, rows }: Omit<Shown, 'now'>) {
  const workflow = workflowNamed(shop, 'invoice posting');
  const proven = (rows.states?.agreed ?? 0) + (rows.states?.broken ?? 0);
  const phases = [
    {
      name: 'Stabilize',
      open: true,
      says:
        workflow === undefined
          ? 'measuring'
          : `measuring since ${when(workflow.cutOverAt, shop.timeZone)} · ${count(proven, 'order')} proven`,
    },
    {
      name: 'Automate',
      open: workflow?.mode === 'auto',
      says:
        workflow === undefined || workflow.mode === 'off'
          ? 'not open yet'
          : `invoice posting in mode ${workflow.mode}, as set up; its gate is not measured yet`,
    },
    { name: 'Advise', open: false, says: 'not open yet' },
    { name: 'Govern', open: false, says: 'not open yet' },
    { name: 'Optimize', open: false, says: 'not open yet' },
  ];
  return (
    <s-section heading="The sequence">
      {phases.map(({ name, open, says }) => (
        <s-grid gridtemplatecolumns="96px 1fr" gap="small-200" alignitems="start">
          <s-box>
            <s-badge tone={open ? 'success' : 'neutral'} icon={open ? 'check-circle' : 'minus'}>
              {name}
            </s-badge>
          </s-box>
          <s-text color="subdued">{says}</s-text>
        </s-grid>
      ))}
    </s-section>
  );
}
