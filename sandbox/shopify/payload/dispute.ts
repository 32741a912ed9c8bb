import type { StoreDispute } from '../model/payments.ts';
import type { ShopState } from '../model/shop.ts';
import { decimalText } from '../text.ts';
import type { JsonObject } from './json.ts';
import { timeText } from './time.ts';

/** The body of disputes/*. */
export function disputePayload(dispute: StoreDispute, { shop }: ShopState): JsonObject {
  const time = (at: number | null): string | null => (at === null ? null : timeText(at, shop.timeZone));
  return {
    id: dispute.id,
    order_id: dispute.orderId,
    type: dispute.type.toLowerCase(),
    amount: decimalText(dispute.amount, dispute.currency),
    currency: dispute.currency,
    reason: dispute.reason.toLowerCase(),
    network_reason_code: '4837',
    status: dispute.status.toLowerCase(),
    evidence_due_by: time(dispute.evidenceDueBy),
    evidence_sent_on: time(dispute.evidenceSentOn),
    finalized_on: time(dispute.finalizedOn),
    initiated_at: time(dispute.initiatedAt),
  };
}
