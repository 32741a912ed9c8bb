/** The lines of a posting, with what each comes to. */
import { accountName } from '#domain/chart.ts';
import { legacyId } from '#domain/gid.ts';
import { type Money, sum } from '#domain/money.ts';
import type { PostingBody } from '#domain/posting.ts';
import { accountTitle } from './voice.ts';
import { amount, kindName } from './words.ts';

type Row = {
  readonly what: string;
  readonly quantity: number | null;
  readonly money: Money | null;
  readonly aside: string;
};

/** The lines of a posting as a table; nothing where it has none. */
export function PostingLines({ body }: { readonly body: PostingBody }) {
  const rows = rowsOf(body);
  if (rows.length === 0) return null;
  return (
    <s-table>
      <s-table-header-row>
        <s-table-header listslot="primary">What</s-table-header>
        <s-table-header listslot="labeled" format="numeric">
          Quantity
        </s-table-header>
        <s-table-header listslot="labeled" format="currency">
          Amount
        </s-table-header>
      </s-table-header-row>
      <s-table-body>
        {rows.map(({ what, quantity, money, aside }) => (
          <s-table-row>
            <s-table-cell>
              <s-text>{what}</s-text> <s-text color="subdued">{aside}</s-text>
            </s-table-cell>
            <s-table-cell>{quantity === null ? '–' : String(quantity)}</s-table-cell>
            <s-table-cell>{money === null ? '–' : amount(money)}</s-table-cell>
          </s-table-row>
        ))}
      </s-table-body>
    </s-table>
  );
}

function rowsOf(body: PostingBody): readonly Row[] {
  switch (body.kind) {
    case 'sales_order':
    case 'amend_sales_order':
    case 'invoice':
    case 'credit_memo':
      return [
        ...body.lines.map((one) => ({
          what: one.description,
          quantity: one.quantity,
          money: lineTotal(one),
          aside: [one.sku ?? '', taxesOf(one)].filter((text) => text !== '').join(', '),
        })),
        ...body.charges.map((one) => ({
          what: kindName(one.kind),
          quantity: null,
          money: lineTotal(one),
          aside: taxesOf(one),
        })),
      ];
    case 'shipment':
      return body.lines.map((one) => goods(one.sku ?? `line ${legacyId(one.lineItem)}`, one.quantity));
    case 'fulfill':
      return body.lines.map((one) => goods(`line ${legacyId(one.lineItem)}`, one.quantity));
    case 'journal':
      return body.entries.map(({ account, taxKey, amount: money }) => ({
        what: accountName(account) === account ? account : accountTitle(account),
        quantity: null,
        money,
        aside: taxKey ?? '',
      }));
    case 'application':
    case 'customer_deposit':
    case 'cancel_sales_order':
    case 'payment':
    case 'refund_payment':
    case 'mark_paid':
    case 'track':
    case 'route':
      return [];
  }
}

function goods(what: string, quantity: number): Row {
  return { what, quantity, money: null, aside: '' };
}

type Amounts = {
  readonly gross: Money;
  readonly discount: Money;
  readonly taxes: readonly { readonly amount: Money }[];
};

function lineTotal({ gross, discount, taxes }: Amounts): Money {
  const { currency } = gross;
  const taxed = sum([gross, ...taxes.map((one) => one.amount)], currency);
  return { minor: taxed.minor - discount.minor, currency };
}

/** "DE MwSt 19 %: €19.00, €5.00 off". */
function taxesOf({
  discount,
  taxes,
}: Pick<Amounts, 'discount'> & { taxes: readonly { title: string; rate: string; amount: Money }[] }): string {
  const named = taxes.map(
    (one) => `${one.title} ${Number((Number(one.rate) * 100).toFixed(4))} %: ${amount(one.amount)}`,
  );
  return [...named, ...(discount.minor === 0n ? [] : [`${amount(discount)} off`])].join(', ');
}
