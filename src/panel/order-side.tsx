import { add, type Money, sum, zero } from '#domain/money.ts';
import type { Proof } from '#domain/proof.ts';
import type { ShownAttempt, ShownEntry, ShownPosting } from '#src/panel/queries.ts';
import type { OrderRows } from '#src/panel/query/order.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import { postingState } from './badge.tsx';
import { accountTitle, byDuty, sentence, spoken } from './voice.ts';
import { amount, amountOf, count, dayOf, kindName } from './words.ts';

/** The side of an order's page: the customer's money, the documents and the ledger. */
export function OrderSide({ rows, order, proof }: { rows: OrderRows; order: KnownOrder; proof: Proof }) {
  return (
    <>
      <CustomersMoney order={order} proof={proof} />
      <Documents rows={rows} />
      <Ledger entries={rows.entries} />
    </>
  );
}

function CustomersMoney({ order, proof }: { order: KnownOrder; proof: Proof }) {
  const { header, transactions } = order;
  const kept = proof.legs.find((one) => one.leg === 'cash')?.seen ?? null;
  const refunded = sum(
    transactions
      .filter((one) => one.kind === 'refund' && one.status === 'success' && !one.test)
      .map((one) => one.amount),
    header.currency,
  );
  const lines: readonly (readonly [string, Money | null])[] = [
    ['Total now', header.total],
    ['Paid', kept === null ? null : add(kept, refunded)],
    ['Refunded', refunded],
    ['Owed', header.outstanding ?? zero(header.currency)],
  ];
  return (
    <s-section heading="Customer’s money">
      <ul class="lines">
        {lines.map(([label, money]) => (
          <li>
            <span>{label}</span>
            <span>{money === null ? 'not known yet' : amount(money)}</span>
          </li>
        ))}
      </ul>
      {header.poNumber === null ? null : (
        <s-paragraph color="subdued">{`Purchase order ${header.poNumber}`}</s-paragraph>
      )}
    </s-section>
  );
}

function Documents({ rows: { postings, attempts } }: { rows: OrderRows }) {
  const byPosting = Map.groupBy(attempts, (one) => one.posting_key);
  return (
    <s-section heading="Documents">
      {byDuty(postings).map((one) => (
        <Document posting={one} attempts={byPosting.get(one.key) ?? []} />
      ))}
      {postings.length === 0 ? <s-paragraph color="subdued">None is due yet.</s-paragraph> : null}
    </s-section>
  );
}

function Document({ posting, attempts }: { posting: ShownPosting; attempts: readonly ShownAttempt[] }) {
  const { word, tone } = postingState(posting.state);
  const unlucky = attempts.flatMap((one) => (one.detail === null ? [] : [one.detail])).at(-1);
  const how =
    posting.attempts === 0
      ? null
      : `${count(posting.attempts, 'attempt')}${posting.adopted === true ? ', found there and adopted' : ''}`;
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-text type="strong">{kindName(posting.kind)}</s-text>
        <s-badge tone={tone}>{word}</s-badge>
      </s-stack>
      <ul class="lines">
        <li>
          <span>{posting.document_number ?? 'no number yet'}</span>
          <span>{amountOf(posting.total)}</span>
        </li>
      </ul>
      {how === null ? null : <s-text color="subdued">{how}</s-text>}
      {posting.reason === null ? null : <s-paragraph>{sentence(posting.reason)}</s-paragraph>}
      {unlucky === undefined || unlucky === posting.reason ? null : (
        <s-text color="subdued">{`Last said: ${spoken(unlucky)}`}</s-text>
      )}
    </s-stack>
  );
}

function Ledger({ entries }: { entries: readonly ShownEntry[] }) {
  return (
    <s-section heading="Ledger">
      {entries.map((entry) => (
        <s-stack gap="none">
          <s-text color="subdued">{dayOf(entry.effective_on)}</s-text>
          <ul class="lines">
            {entry.lines.map(({ account, minor }) => (
              <li>
                <span>{`${minor.startsWith('-') ? 'Cr' : 'Dr'} ${accountTitle(account)}`}</span>
                <span>{amountOf({ minor: minor.replace('-', ''), currency: entry.currency })}</span>
              </li>
            ))}
          </ul>
        </s-stack>
      ))}
      {entries.length === 0 ? <s-paragraph color="subdued">Nothing is booked yet.</s-paragraph> : null}
    </s-section>
  );
}
