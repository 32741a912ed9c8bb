/** What a posting says, as a document that people read. */
import type { Child } from 'hono/jsx';
import type { JournalBody, SalesOrderBody } from '#domain/document.ts';
import { type Gid, legacyId } from '#domain/gid.ts';
import type { PostingBody } from '#domain/posting.ts';
import { summaryLane } from '#domain/summary.ts';
import type { NeededRow } from '#src/panel/query/posting.ts';
import { postingPath } from './automation-path.ts';
import { postingState } from './badge.tsx';
import { subjectPath } from './path.ts';
import { PostingLines } from './posting-lines.tsx';
import { subjectName } from './subject.ts';
import { accountTitle, spoken } from './voice.ts';
import { amount, dayOf, kindName, when } from './words.ts';

type Shown = {
  readonly body: PostingBody;
  readonly needed: readonly NeededRow[];
  readonly timeZone: string;
};

/** Its heading, its lines and its total. */
export function PostingDocument({ body, needed, timeZone }: Shown) {
  return (
    <s-section heading="What it says">
      <ul class="lines">
        {headingOf(body, { needed, timeZone }).map(([label, value]) => (
          <li>
            <span>{label}</span>
            <span>{value}</span>
          </li>
        ))}
      </ul>
      <PostingLines body={body} />
      <ul class="lines">
        <li>
          <s-text type="strong">Total</s-text>
          <s-text type="strong">{amount(body.total)}</s-text>
        </li>
      </ul>
    </s-section>
  );
}

type Named = readonly (readonly [label: string, value: Child])[];
type Around = Pick<Shown, 'needed' | 'timeZone'>;

function headingOf(body: PostingBody, { needed, timeZone }: Around): Named {
  const rests = (label: string, key: string | null): Named =>
    key === null ? [] : [[label, <Needed of={key} needed={needed} />]];
  switch (body.kind) {
    case 'sales_order':
      return orderHeading(body, timeZone);
    case 'amend_sales_order':
    case 'cancel_sales_order':
      return [...rests(changes[body.kind], body.salesOrder), ['It said', body.from.map(amount).join(' or ')]];
    case 'customer_deposit':
    case 'payment':
      return [
        ['Received', dayOf(body.receivedOn)],
        ['By', spoken(body.gateway)],
        ['Account', accountTitle(body.account)],
        ...rests('For', body.salesOrder),
      ];
    case 'invoice':
      return [
        ['Dated', dayOf(body.invoicedOn)],
        ['Invoices', anchorName(body.fulfillment)],
        ...rests('Of', body.salesOrder),
        ...(body.deferred ? ([['Revenue', 'earned later']] as const) : []),
      ];
    case 'application':
      return [
        ['Dated', dayOf(body.appliedOn)],
        ...rests('Uses', body.deposit ?? body.creditMemo),
        ...rests('On', body.invoice),
      ];
    case 'credit_memo':
      return [
        ['Dated', dayOf(body.creditedOn)],
        ['Credits', anchorName(body.credits)],
        ...rests('Of', body.salesOrder),
      ];
    case 'refund_payment':
      return [
        ['Paid back', dayOf(body.paidOn)],
        ['By', spoken(body.gateway)],
        ['Out of deposits', amount(body.fromDeposits)],
        ['Out of the receivable', amount(body.fromReceivable)],
        ...rests('Of', body.salesOrder),
      ];
    case 'shipment':
      return [
        ['Shipped', dayOf(body.shippedOn)],
        ['From', placeName(body.location)],
        ...rests('Of', body.salesOrder),
      ];
    case 'journal':
      return journalHeading(body);
    case 'mark_paid':
    case 'fulfill':
    case 'track':
    case 'route':
      return actHeading(body);
  }
}

const changes = { amend_sales_order: 'Amends', cancel_sales_order: 'Cancels' } as const;

function orderHeading(body: SalesOrderBody, timeZone: string): Named {
  const { order, taxesIncluded } = body;
  return [
    ['Placed', when(order.placedAt, timeZone)],
    ...(order.poNumber === null ? [] : ([['Purchase order', order.poNumber]] as const)),
    ['Prices', taxesIncluded ? 'include tax' : 'without tax'],
  ];
}

function journalHeading({ postedOn, sums, total: { currency } }: JournalBody): Named {
  const dated = [['Dated', dayOf(postedOn)]] as const;
  if (sums === undefined) return dated;
  const of = summaryLane({ day: sums.day, currency });
  const day = <s-link href={subjectPath(of) ?? ''}>{subjectName(of, null)}</s-link>;
  return [...dated, ['Sums', sums.part === 1 ? day : <>{day}, what was told late</>]];
}

function actHeading(
  body: Extract<PostingBody, { kind: 'mark_paid' | 'fulfill' | 'track' | 'route' }>,
): Named {
  switch (body.kind) {
    case 'mark_paid':
      return [
        ['Payment in the ERP', body.payment.number],
        ['Method', spoken(body.method)],
        ['Pays', body.isWhole ? 'all that is outstanding' : 'a part of what is outstanding'],
      ];
    case 'fulfill':
      return [
        ['Shipment in the ERP', body.shipment.number],
        ['From', placeName(body.location)],
        ...tracked(body.tracking),
      ];
    case 'track':
      return [['Shipment in the ERP', body.shipment.number], ...tracked(body.tracking)];
    case 'route':
      return [
        ['Rule', body.rule],
        ['Does', routed(body.act)],
      ];
  }
}

function tracked(
  tracking: { readonly numbers: readonly string[]; readonly company: string | null } | null,
): Named {
  if (tracking === null) return [];
  const { numbers, company } = tracking;
  return [['Tracking', `${company === null ? '' : `${company} `}${numbers.join(', ')}`]];
}

function routed(act: Extract<PostingBody, { kind: 'route' }>['act']): string {
  switch (act.do) {
    case 'move':
      return `${act.lines === null ? 'moves all of it' : 'moves a part of it'} to ${anchorName(act.to)}`;
    case 'hold':
      return `holds it: ${act.note === '' ? act.reason : act.note}`;
    case 'release':
      return 'releases it';
    case 'reroute':
      return 'has the store choose another location';
    case 'split':
      return 'splits it';
  }
}

/** "shipment 12385865400". */
function anchorName(id: Gid): string {
  const kind = id.split('/').at(-2) ?? '';
  return `${names[kind] ?? kind.toLowerCase()} ${legacyId(id)}`;
}

function placeName(location: Gid | null): string {
  return location === null ? 'an unknown location' : anchorName(location);
}

const names: Readonly<Record<string, string>> = {
  Fulfillment: 'shipment',
  SalesAgreement: 'agreement',
  OrderTransaction: 'payment',
  Location: 'location',
};

/** A posting that this one names, by its number once it has one. */
function Needed({ of, needed }: { of: string; needed: readonly NeededRow[] }) {
  const row = needed.find((one) => one.key === of);
  if (row === undefined) return <span>{of}</span>;
  const name = kindName(row.kind).toLowerCase();
  return (
    <s-link href={postingPath(of)}>
      {row.document_number ?? `${name} (${postingState(row.state).word.toLowerCase()})`}
    </s-link>
  );
}
