import type { ActKind, Tracking } from './act.ts';
import type { DocumentKind } from './document.ts';
import type { FulfillmentOrder, OrderSupply } from './fulfillment-order.ts';
import type { Gid } from './gid.ts';
import type { Lane } from './lane.ts';
import type { Money } from './money.ts';
import type { Instant } from './instant.ts';
import type {
  BalanceTransaction,
  ClearingBalance,
  ClearingOpening,
  GiftCard,
  GiftCardMovement,
  Payout,
} from './settlement.ts';

export type OrderLine = {
  readonly lineItem: Gid<'LineItem'>;
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: number;
  /** Whether the catalog holds a variant of it; null while only a payload told of the line. */
  readonly inCatalog: boolean | null;
};

/** The head of an order as the store showed it last. Holds no personal data. */
export type OrderHeader = {
  readonly order: Gid<'Order'>;
  readonly name: string;
  /** The shop's money, in which its books are kept. */
  readonly currency: string;
  /** What the customer saw and paid in. */
  readonly presentmentCurrency: string;
  readonly test: boolean;
  readonly taxesIncluded: boolean;
  /** The merchant's own date of the order, which an import may have set; `createdAt` is Shopify's. */
  readonly placedAt: Instant;
  readonly createdAt: Instant;
  readonly cancelledAt: Instant | null;
  readonly financialStatus: string;
  readonly poNumber: string | null;
  readonly total: Money;
  readonly outstanding: Money | null;
  /** When the earliest unpaid part is due by its payment terms; null without terms. */
  readonly dueAt: Instant | null;
  /** Country, and province where it taxes by itself, of the destination or the retail location: `DE`, `US-CA`. */
  readonly taxPlace: string | null;
  /** A sale of which an app is the merchant of record owes no tax of ours. */
  readonly merchantOfRecord: boolean;
  /** The sales channel's own handle: `web`, `pos`, a marketplace. */
  readonly channel: string | null;
  readonly location: Gid<'Location'> | null;
  readonly lines: readonly OrderLine[];
};

/** One state of one transaction. `amount` is shop money when the authority says it, else as the payload has it. */
export type Transaction = {
  readonly transaction: Gid<'OrderTransaction'>;
  readonly kind: string;
  readonly status: string;
  readonly gateway: string;
  readonly amount: Money;
  /** What cash rounding added to the amount or took from it, in shop money; null where nothing was rounded. */
  readonly rounding: Money | null;
  readonly test: boolean;
  readonly processedAt: Instant;
};

/** One refund with its lines. What it moves is told by its agreement and its transactions; this says why. */
export type Refund = {
  readonly refund: Gid<'Refund'>;
  readonly createdAt: Instant;
  readonly total: Money;
  readonly lines: readonly {
    readonly lineItem: Gid<'LineItem'>;
    readonly quantity: number;
    /** `return`, `cancel`, `no_restock`, `legacy_restock`: what became of the goods. */
    readonly restock: string;
    /** Where they were put back on a shelf, if they were. */
    readonly location: Gid<'Location'> | null;
    readonly subtotal: Money;
    readonly tax: Money;
  }[];
  /** Amounts that no goods explain, with Shopify's reason: `REFUND_DISCREPANCY`, `DAMAGE`, … */
  readonly adjustments: readonly { readonly reason: string; readonly amount: Money; readonly tax: Money }[];
  readonly transactions: readonly Gid<'OrderTransaction'>[];
};

/** Goods on their way back, and what was promised for them. */
export type Return = {
  readonly return: Gid<'Return'>;
  readonly name: string;
  readonly status: string;
  readonly createdAt: Instant;
  readonly lines: readonly { readonly lineItem: Gid<'LineItem'>; readonly quantity: number }[];
  /** The lines that go out in exchange. */
  readonly exchanges: readonly { readonly lineItem: Gid<'LineItem'>; readonly quantity: number }[];
};

/** That a sweep saw the order in this state at `foundAt`, whether or not a delivery had told of it. */
export type OrderSeen = { readonly updatedAt: Instant; readonly foundAt: Instant };

export type Fulfillment = {
  readonly fulfillment: Gid<'Fulfillment'>;
  readonly status: string;
  readonly createdAt: Instant;
  readonly lines: readonly { readonly lineItem: Gid<'LineItem'>; readonly quantity: number }[];
  /** Where it left from and how it is followed; absent from what was learned before that was asked. */
  readonly location?: Gid<'Location'> | null;
  readonly tracking?: Tracking | null;
};

export type TaxShare = {
  /** Title, rate and liable party: what the books keep apart (ACCOUNTING §3). */
  readonly title: string;
  readonly rate: string;
  /** Whether the sales channel owes it; null where Shopify does not say. */
  readonly channelLiable: boolean | null;
  readonly amount: Money;
};

/** One line of a sales agreement: Shopify's own, immutable allocation to the minor unit (ACCOUNTING §4). */
export type Sale = {
  readonly sale: Gid;
  readonly lineType: string;
  readonly lineItem: Gid<'LineItem'> | null;
  readonly quantity: number;
  readonly total: Money;
  readonly tax: Money;
  readonly discount: Money;
  readonly taxes: readonly TaxShare[];
};

export type Agreement = {
  readonly agreement: Gid;
  readonly reason: string;
  readonly happenedAt: Instant;
  /** What a REFUND or RETURN agreement is about. */
  readonly refund: Gid<'Refund'> | null;
  readonly return: Gid<'Return'> | null;
  readonly sales: readonly Sale[];
};

/** What the store answered when we asked for the whole order; `readAt` is our clock when we asked. */
export type OrderRead = { readonly readAt: Instant; readonly found: boolean };

/** Every kind of document that an ERP may hold. */
export type ErpDocumentKind = DocumentKind | 'stock_adjustment';

/** A line of the ERP's general ledger. Positive is a debit; `reverses` names the line it takes back. */
export type ErpLedgerLine = {
  readonly id: string;
  readonly account: string;
  readonly amount: Money;
  readonly taxKey: string | null;
  readonly date: string;
  readonly reverses: string | null;
};

/** A document the ERP holds, as its answer, its callback or a sweep described it. */
export type ErpDocument = {
  readonly connectionId: string;
  readonly kind: ErpDocumentKind;
  readonly documentId: string;
  readonly number: string;
  /** The obligation this document discharges; null for one that people made. */
  readonly postingKey: string | null;
  readonly adopted: boolean;
  /** A receipt answers a posting of ours; a callback is told by the ERP itself; a sweep was asked for. */
  readonly told: 'receipt' | 'callback' | 'sweep';
  readonly status: string;
  readonly total: Money;
  readonly createdAt: Instant | null;
  /** Its day in the general ledger; null where only a receipt or callback told of it. */
  readonly date: string | null;
  /** What it did to the general ledger, reversals included; null where nobody said. */
  readonly ledgerLines: readonly ErpLedgerLine[] | null;
  /** Of money: how it was paid, in the words of the ERP; absent where nobody said. */
  readonly method?: string | null;
};

/** Goods that left by the ERP's word, as it stands now: newest wins. */
export type ErpShipment = {
  readonly shipment: string;
  readonly number: string;
  readonly status: 'shipped' | 'canceled';
  /** The ERP's name of the warehouse. */
  readonly location: string;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly shippedAt: Instant;
  readonly modifiedAt: Instant;
};

/** What the store answered to an act of ours: which thing of the store now stands for the posting. */
export type StoreAct = {
  readonly postingKey: string;
  readonly kind: ActKind;
  /** A fulfillment, a transaction or a fulfillment order. */
  readonly thing: Gid;
  /** The ERP's id of the shipment or payment that the act rests on, if it rests on one. */
  readonly about: string | null;
  /** It stood there already, made by others. */
  readonly adopted: boolean;
  /** What was said of its tracking, where that was the act. */
  readonly tracking: Tracking | null;
};

/** The ERP no longer shows a document that it last showed as modified at `modifiedAt`. */
export type ErpDocumentGone = {
  readonly connectionId: string;
  readonly kind: ErpDocumentKind;
  readonly documentId: string;
  readonly modifiedAt: Instant;
};

/** An accounting period of the ERP, days inclusive. */
export type ErpPeriod = {
  readonly period: string;
  readonly from: string;
  readonly to: string;
  readonly status: 'open' | 'closed';
};

/** What a topic said whose use comes with a later workflow: the fields we believe in, unread so far. */
export type Noted = { readonly [field: string]: string | number | boolean | null };

export type FactBodies = {
  order: OrderHeader;
  order_read: OrderRead;
  order_seen: OrderSeen;
  order_deleted: Noted;
  order_risk: Noted;
  order_edit: Noted;
  transaction: Transaction;
  fulfillment: Fulfillment;
  agreement: Agreement;
  refund: Refund;
  /** What a payload says of a refund or return before the authority itemizes it. */
  refund_noted: Noted;
  return: Return;
  return_noted: Noted;
  disposition: Noted;
  fulfillment_order: FulfillmentOrder;
  fulfillment_order_noted: Noted;
  order_supply: OrderSupply;
  fulfillment_hold: Noted;
  payment_terms: Noted;
  payment_schedule: Noted;
  product: Noted;
  inventory_level: Noted;
  location: Noted;
  dispute: Noted;
  balance_transaction: BalanceTransaction;
  clearing_balance: ClearingBalance;
  clearing_opening: ClearingOpening;
  payout: Payout;
  gift_card: GiftCard;
  gift_card_movement: GiftCardMovement;
  bulk_operation: Noted;
  app: Noted;
  compliance: Noted;
  erp_document: ErpDocument;
  erp_document_gone: ErpDocumentGone;
  erp_period: ErpPeriod;
  erp_shipment: ErpShipment;
  erp_stock: Noted;
  store_act: StoreAct;
};

export type FactKind = keyof FactBodies;

/**
 * What one system said of one thing. Facts with one key are rivals and the greatest
 * (happenedAt, authority over payload, content digest) wins, so the order of arrival cannot matter.
 * A state that must be kept beside its successor (a transaction's, a fulfillment's) has it in its key.
 */
export type Fact = {
  [Kind in FactKind]: {
    readonly kind: Kind;
    readonly key: string;
    /** Every lane this fact concerns; the first is its home. */
    readonly lanes: readonly [Lane, ...Lane[]];
    readonly happenedAt: Instant;
    readonly authority: boolean;
    readonly body: FactBodies[Kind];
  };
}[FactKind];
