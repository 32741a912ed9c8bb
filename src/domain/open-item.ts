import type { ErpDocumentKind } from './fact.ts';
import type { Instant } from './instant.ts';
import type { Money } from './money.ts';

/**
 * Something that found no partner in its own lane: a document that is due and not there, or one that is there and
 * not due. `ref` names it for ever: `due/<kind>/<anchor>`, `document/<kind>/<id>`. It is told by one lane only, and
 * whatever is claimed of it: a claim lives as long as both its items do.
 */
export type OpenItem = {
  readonly ref: string;
  readonly side: 'due' | 'document';
  /** Documents of one group can stand for each other: a deposit and a payment are both a receipt. */
  readonly group: ItemGroup;
  readonly kind: ErpDocumentKind;
  readonly amount: Money;
  /** The day on which it ought to be, or is, in the general ledger. */
  readonly on: string;
  /** What people call it: the order's name, the document's number. */
  readonly label: string;
};

export type ItemGroup = 'sales_order' | 'receipt' | 'invoice' | 'credit_memo' | 'refund_payment';

/**
 * The matcher's finding that a due and a document belong together though their lanes differ. `candidates` is more
 * than one when several fit: then nothing is claimed and people decide.
 */
export type Claim = {
  readonly due: string;
  readonly dueLabel: string;
  readonly documents: readonly { readonly ref: string; readonly label: string }[];
  readonly state: 'claimed' | 'tied';
  readonly claimedAt: Instant;
};
