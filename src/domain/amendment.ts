/** What we change of a document that stands at the ERP: open orders may be changed, what is in the books never is. */
import type { DocumentCharge, OrderReference, SalesOrderLine } from './document.ts';
import type { Money } from './money.ts';

type ChangeBody<Kind extends string> = {
  readonly kind: Kind;
  readonly order: OrderReference;
  /** Our key of the sales order. */
  readonly salesOrder: string;
  /** What it may come to before: whatever else it says, a person changed it. */
  readonly from: readonly Money[];
  /** Keys of changes that may have come before; any other change of ours came later. */
  readonly after: readonly string[];
  readonly total: Money;
};

/** What the order holds now, in place of what it held. */
export type AmendSalesOrderBody = ChangeBody<'amend_sales_order'> & {
  readonly lines: readonly SalesOrderLine[];
  readonly charges: readonly DocumentCharge[];
};

/** The order was called off before anything of it was invoiced. `total` is what it came to. */
export type CancelSalesOrderBody = ChangeBody<'cancel_sales_order'>;

/** It makes no document of its own, so nothing looks for one. */
export type AmendmentBody = AmendSalesOrderBody | CancelSalesOrderBody;
export type AmendmentKind = AmendmentBody['kind'];
