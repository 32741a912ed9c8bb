import type { Refund, Transaction } from '#domain/fact.ts';
import { type Money, sum, zero } from '#domain/money.ts';
import type { ShownEntry } from '#src/panel/queries.ts';
import type { OrderRows } from '#src/panel/query/order.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import { receipts } from '#src/stabilize/settle.ts';
import { Documents } from './order-document.tsx';
import { Refunds } from './order-refund.tsx';
import { accountTitle } from './voice.ts';
import { amount, amountOf, dayOf } from './words.ts';

type Side = {
  readonly rows: OrderRows;
  readonly order: KnownOrder;
  readonly refunds: readonly Refund[];
  readonly timeZone: string;
};

/** The side of an order's page: the customer's money, the documents, the refunds and the ledger. */
export function OrderSide({ rows, order, refunds, timeZone }: Side) {
  return (
    <>
      <CustomersMoney order={order} />
      <Documents rows={rows} order={order} />
      <Refunds refunds={refunds} order={order} timeZone={timeZone} />
      <Ledger entries={rows.entries} />
    </>
  );
}

function CustomersMoney({ order: { header, transactions } }: { order: KnownOrder }) {
  const total = (some: readonly Transaction[]) =>
    sum(
      some.map((one) => one.amount),
      header.currency,
    );
  const refunded = transactions.filter(
    (one) => one.kind === 'refund' && one.status === 'success' && !one.test,
  );
  const lines: readonly (readonly [string, Money])[] = [
    ['Total now', header.total],
    ['Paid', total(receipts(transactions))],
    ['Refunded', total(refunded)],
    ['Owed', header.outstanding ?? zero(header.currency)],
  ];
  return (
    <s-section heading="Customer’s money">
      <ul class="lines">
        {lines.map(([label, money]) => (
          <li>
            <span>{label}</span>
            <span>{amount(money)}</span>
          </li>
        ))}
      </ul>
      {header.poNumber === null ? null : (
        <s-paragraph color="subdued">{`Purchase order ${header.poNumber}`}</s-paragraph>
      )}
    </s-section>
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
