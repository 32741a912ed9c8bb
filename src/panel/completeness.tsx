/** Completeness: is everything known that the store and the ERP hold? */
import {
  type CaughtUp,
  type CountedResource,
  type DifferingHour,
  readCompleteness,
} from '#src/panel/query/completeness.ts';
import type { Instant } from '#domain/instant.ts';
import type { SweepRow } from '#src/panel/query/sweep.ts';
import { aged } from './age.ts';
import type { PanelDeps } from './deps.ts';
import { within } from './notice.tsx';
import { Past } from './past.tsx';
import { subjectPath } from './path.ts';
import { progressOf } from './progress.ts';
import type { Session } from './session.ts';
import type { View } from './view.ts';
import { sentence } from './voice.ts';
import { count, kindName, percent, when } from './words.ts';

export async function completeness(deps: PanelDeps, { shop: domain }: Session): Promise<View> {
  const rows = await readCompleteness(deps.db, domain);
  const now = deps.now();
  return within(rows.settings, ({ timeZone }) => {
    const progress = progressOf(rows.past, rows.swept, now);
    return {
      status: 200,
      heading: 'Completeness',
      back: { href: '/', label: 'Home' },
      main: (
        <s-stack gap="base" data-live="completeness">
          {progress.state === 'running' || progress.state === 'failed' ? <Past progress={progress} /> : null}
          <Counted resources={rows.resources} timeZone={timeZone} />
          <Hours hours={rows.hours} timeZone={timeZone} />
          <Looks swept={rows.swept} timeZone={timeZone} now={now} />
          <Caught caught={rows.caught} timeZone={timeZone} />
        </s-stack>
      ),
    };
  });
}

type Zoned = { readonly timeZone: string };

function Counted({ resources, timeZone }: Zoned & { resources: readonly CountedResource[] }) {
  return (
    <s-section heading="Ours and the store’s own count">
      {resources.length === 0 ? (
        <s-paragraph>
          Nothing is counted yet. Each hour is counted at the store once it has been over for a quarter of an
          hour.
        </s-paragraph>
      ) : null}
      {resources.map((one) => (
        <s-paragraph fontvariantnumeric="tabular-nums">
          {`${kindName(one.resource)}: ${one.ours} of ${one.theirs}${one.theirs === '0' ? '' : ` (${percent(Number(one.ours), Number(one.theirs))})`} in ${count(one.hours, 'hour')}, last counted ${when(one.checked_at, timeZone)}.`}
        </s-paragraph>
      ))}
    </s-section>
  );
}

function Hours({ hours, timeZone }: Zoned & { hours: readonly DifferingHour[] }) {
  return (
    <s-section heading="Hours that differ" padding="none">
      {hours.length === 0 ? (
        <s-box padding="base">No counted hour differs.</s-box>
      ) : (
        <s-table>
          <s-table-header-row>
            <s-table-header listslot="primary">Hour</s-table-header>
            <s-table-header listslot="kicker">What</s-table-header>
            <s-table-header listslot="labeled" format="numeric">
              Store
            </s-table-header>
            <s-table-header listslot="labeled" format="numeric">
              Ours
            </s-table-header>
            <s-table-header listslot="labeled">Missing here</s-table-header>
          </s-table-header-row>
          <s-table-body>
            {hours.map((one) => (
              <s-table-row>
                <s-table-cell>{when(one.hour, timeZone)}</s-table-cell>
                <s-table-cell>{kindName(one.resource)}</s-table-cell>
                <s-table-cell>{one.theirs}</s-table-cell>
                <s-table-cell>{one.ours}</s-table-cell>
                <s-table-cell>{missing(one.missing)}</s-table-cell>
              </s-table-row>
            ))}
          </s-table-body>
        </s-table>
      )}
    </s-section>
  );
}

/** The bare numbers of what is missing, as the store's own addresses show them. */
function missing(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).map((one) => one.replace(/^.*\//, ''));
  const rest = ids.length - shown.length;
  return ids.length === 0 ? '–' : `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const looks: Readonly<Record<SweepRow['resource'], string>> = {
  orders: 'Orders of the store',
  completeness: 'Counts of the store',
  'erp-documents': 'Documents of the ERP',
  'erp-periods': 'Periods of the ERP',
  'balance-transactions': 'Balance of Shopify Payments',
  payouts: 'Payouts of Shopify Payments',
  'gift-cards': 'Gift cards of the store',
};

function Looks({ swept, timeZone, now }: Zoned & { swept: readonly SweepRow[]; now: Instant }) {
  return (
    <s-section heading="Last looks">
      {swept.length === 0 ? <s-paragraph>Nobody was asked yet what changed.</s-paragraph> : null}
      {swept.map((one) => (
        <s-paragraph>
          {`${looks[one.resource] ?? kindName(one.resource)}: ${
            one.read_through === null
              ? 'not read through yet'
              : `all that changed before ${when(one.read_through, timeZone)} is known (${aged(one.read_through, now)} ago)`
          }.${one.failures === 0 || one.reason === null ? '' : ` The last look failed: ${sentence(one.reason)}`}`}
        </s-paragraph>
      ))}
    </s-section>
  );
}

function Caught({ caught, timeZone }: Zoned & { caught: readonly CaughtUp[] }) {
  if (caught.length === 0) return null;
  return (
    <s-section heading="Caught up">
      <s-paragraph>These changes were never delivered, or too late; a look found them.</s-paragraph>
      {caught.map(({ lane, at, detail }) => {
        const path = subjectPath(lane);
        const happened = detail['happenedAt'];
        const took = typeof happened === 'string' ? `, ${aged(happened, at)} after it happened` : '';
        return (
          <s-paragraph>
            {path === null ? lane : <s-link href={path}>{lane.replace('order/', 'Order ')}</s-link>}
            {` found ${when(at, timeZone)}${took}.`}
          </s-paragraph>
        );
      })}
    </s-section>
  );
}
