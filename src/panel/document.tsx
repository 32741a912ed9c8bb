/** A document of the ERP that stands without an order: what is it, and why does nothing belong to it? */
import type { Instant } from '#domain/instant.ts';
import { lane } from '#domain/lane.ts';
import { type OrderRows, readOrder } from '#src/panel/query/order.ts';
import { goneDocuments, knowDocuments } from '#src/stabilize/know.ts';
import type { PanelDeps } from './deps.ts';
import { Differences } from './difference.tsx';
import { unknownDocument, within } from './notice.tsx';
import { Made } from './order-document.tsx';
import { subjectPath } from './path.ts';
import type { Session } from './session.ts';
import { happenings, Timeline } from './timeline.tsx';
import { kindName } from './words.ts';
import type { View } from './view.ts';

export async function document(deps: PanelDeps, { shop: domain }: Session, id: string): Promise<View> {
  if (id === '' || id.length > 255) return unknownDocument;
  const rows = await readOrder(deps.db, domain, lane('erp', id));
  return within(
    rows.settings,
    ({ timeZone }) => loneView(rows, { timeZone, now: deps.now() }) ?? unknownDocument,
  );
}

/** The page of what has no order that the store would show; undefined when nothing is known of it at all. */
export function loneView(
  rows: OrderRows,
  { timeZone, now }: { readonly timeZone: string; readonly now: Instant },
): View | undefined {
  const documents = knowDocuments(rows.facts);
  const gone = goneDocuments(rows.facts);
  const [first] = [...documents, ...gone];
  const [difference] = rows.breaks;
  if (first === undefined && difference === undefined) return undefined;
  return {
    status: 200,
    heading:
      first === undefined
        ? (difference?.order_name ?? 'Without an order')
        : `${kindName(first.kind)} ${first.number}`,
    back: { href: '/breaks', label: 'Breaks' },
    main: (
      <s-stack gap="base" data-live="document">
        <s-section heading="At the ERP">
          <s-paragraph>The store shows no order for this.</s-paragraph>
          {documents.map((one) => (
            <Made document={one} gone={false} />
          ))}
          {gone.map((one) => (
            <Made document={one} gone />
          ))}
        </s-section>
        <Claims claims={rows.claims} />
        <Differences breaks={rows.breaks} timeZone={timeZone} now={now} />
        <Timeline lines={happenings(rows, [])} timeZone={timeZone} />
      </s-stack>
    ),
  };
}

/** What the matcher found it to belong to, or could belong to. */
function Claims({ claims }: Pick<OrderRows, 'claims'>) {
  if (claims.length === 0) return null;
  return (
    <s-section heading="What it belongs to">
      {claims.map((claim) => {
        const path = claim.lanes.map(subjectPath).find((one) => one?.startsWith('/orders/') === true);
        const label =
          path === undefined || path === null ? (
            claim.due_label
          ) : (
            <s-link href={path}>{claim.due_label}</s-link>
          );
        return claim.state === 'claimed' ? (
          <s-paragraph>It belongs to {label}, by amount and time.</s-paragraph>
        ) : (
          <s-paragraph>
            It could belong to {label}, and so could others:{' '}
            {claim.documents.map((one) => one.label).join(', ')}.
          </s-paragraph>
        );
      })}
    </s-section>
  );
}
