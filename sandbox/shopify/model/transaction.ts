/** One attempt to move money, as Shopify records it on an order. */
import type { Bag } from './bag.ts';

export type StoreTransaction = {
  readonly id: bigint;
  readonly kind: 'sale' | 'authorization' | 'capture' | 'void' | 'refund' | 'change' | 'emv_authorization';
  /** A pending one later becomes success or failure under the same id. */
  status: 'success' | 'failure' | 'pending' | 'error' | 'awaiting_response';
  /** `shopify_payments`, `paypal`, `gift_card`, `cash`, `Cash on Delivery (COD)`, `Bank Deposit`, `shopify_store_credit` … */
  readonly gateway: string;
  /** Recorded by staff rather than taken by a gateway. */
  readonly manual: boolean;
  /** Always positive; the kind says the direction. Cash rounding is not in it. */
  readonly amount: Bag;
  /** What cash rounding added (or, negative, took) at the till; null where nothing was rounded. */
  readonly rounding: Bag | null;
  readonly at: number;
  processedAt: number;
  readonly parentId: bigint | null;
  errorCode: 'CARD_DECLINED' | 'EXPIRED_CARD' | 'PROCESSING_ERROR' | null;
  /** When an authorization can no longer be captured; null for all other kinds. */
  readonly authorizationExpiresAt: number | null;
  /** Set on an authorization when that time has come and something of it was not captured. */
  expired?: boolean;
  readonly giftCardId: bigint | null;
  readonly refundId: bigint | null;
  readonly locationId: bigint | null;
  readonly test: boolean;
};
