/** An order with all that happened to it. What was agreed is in `agreements`; everything about money follows from there. */
import type { DiscountCodeSpec } from '../spec.ts';
import type { StoreAgreement } from './agreement.ts';
import type { Bag, Rate } from './bag.ts';
import type { StoreCustomer } from './catalog.ts';
import type { Charge } from './charge.ts';
import type { StoreFulfillment, StoreFulfillmentOrder } from './fulfillment.ts';
import type { StoreRefund, StoreReturn } from './return.ts';
import type { StoreTransaction } from './transaction.ts';
import type { Person } from '../person.ts';

export type StoreLine = Charge & {
  readonly id: bigint;
  /** Null for a custom item, and for a product that was deleted. */
  readonly variantId: bigint | null;
  readonly productId: bigint | null;
  readonly sku: string | null;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly vendor: string | null;
  /** Units ever ordered; an edit that takes units away leaves it and raises `removedQuantity`. */
  readonly quantity: number;
  readonly removedQuantity: number;
  readonly unitPrice: Bag;
  readonly giftCard: boolean;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly tip: boolean;
  readonly grams: number;
  /** Shares of `StoreOrder.discounts`, by index. */
  readonly allocations: readonly { readonly discount: number; readonly amount: Bag }[];
  readonly duties: readonly StoreDuty[];
  /** Added by an edit or an exchange rather than at checkout. */
  readonly addedBy: 'checkout' | 'edit' | 'exchange';
  /** Units that were refunded before the last edit, and what they came to: an edit prices the others only. */
  readonly settled?: { readonly units: number; readonly charge: Charge };
};

export type StoreDuty = Charge & {
  readonly id: bigint;
  readonly countryOfOrigin: string;
  readonly hsCode: string;
};

export type StoreShipping = Charge & {
  readonly id: bigint;
  readonly title: string;
  readonly code: string;
  readonly removed: boolean;
  readonly allocations: readonly { readonly discount: number; readonly amount: Bag }[];
};

export type StoreFee = Charge & { readonly id: bigint; readonly name: string };

export type StoreDiscount = {
  readonly kind: 'code' | 'automatic' | 'manual';
  readonly title: string;
  readonly code: string | null;
  readonly value: { readonly percent: number } | { readonly amount: Bag };
  readonly target: 'line_item' | 'shipping_line';
  readonly allocation: 'across' | 'each' | 'one';
};

export type RiskLevel = 'HIGH' | 'MEDIUM' | 'LOW' | 'NONE' | 'PENDING';

export type StoreRisk = {
  readonly at: number;
  /** Null for Shopify's own assessment, else the name of the app that made it. */
  readonly provider: string | null;
  readonly level: RiskLevel;
  readonly facts: readonly {
    readonly description: string;
    readonly sentiment: 'NEGATIVE' | 'NEUTRAL' | 'POSITIVE';
  }[];
};

export type StorePaymentTerms = {
  readonly id: bigint;
  readonly name: string;
  readonly type: 'NET' | 'FIXED' | 'RECEIPT' | 'FULFILLMENT';
  readonly dueInDays: number | null;
  readonly schedule: { readonly id: bigint; readonly issuedAt: number; readonly dueAt: number };
};

export type StoreOrder = {
  readonly id: bigint;
  /** Counts the orders of a store from 1; `number` is what customers see. */
  readonly index: number;
  readonly number: number;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  cancelReason: 'customer' | 'declined' | 'fraud' | 'inventory' | 'staff' | 'other' | null;
  closedAt: number | null;
  readonly test: boolean;
  /** A quiet order exists in the Admin API but announces nothing by webhook. */
  readonly quiet: boolean;
  readonly taxesIncluded: boolean;
  readonly dutiesIncluded: boolean;
  /** The shop's currency. */
  readonly currency: string;
  readonly presentmentCurrency: string;
  readonly rate: Rate;
  readonly poNumber: string | null;
  note: string | null;
  tags: readonly string[];
  readonly source: 'web' | 'pos' | 'shopify_draft_order' | 'marketplace';
  /** The location of the till, for orders of a retail store. */
  readonly retailLocationId: bigint | null;
  /** The app that is the merchant of record, which owes the taxes; null for all but marketplaces. */
  readonly merchantOfRecordApp: string | null;
  readonly customer: StoreCustomer | null;
  /** Where it goes; null for what is carried out of a store. */
  readonly shippingAddress: Person | null;
  readonly billingAddress: Person | null;
  readonly lines: StoreLine[];
  readonly shipping: StoreShipping[];
  readonly fees: StoreFee[];
  readonly discounts: StoreDiscount[];
  readonly discountCode: DiscountCodeSpec | null;
  readonly transactions: StoreTransaction[];
  readonly fulfillmentOrders: StoreFulfillmentOrder[];
  readonly fulfillments: StoreFulfillment[];
  readonly refunds: StoreRefund[];
  readonly returns: StoreReturn[];
  readonly agreements: StoreAgreement[];
  readonly risks: StoreRisk[];
  readonly paymentTerms: StorePaymentTerms | null;
};
