import type { DocumentKind } from './document.ts';
import type { Lane } from './lane.ts';

/** What an ERP answered to a posting of ours, as it is kept and walks the road of any delivery. */
export type ReceiptDelivery = {
  readonly lane: Lane;
  readonly connectionId: string;
  readonly postingKey: string;
  readonly adopted: boolean;
  readonly document: {
    readonly id: string;
    readonly kind: DocumentKind;
    readonly number: string;
    readonly status: string;
    readonly total: { readonly minor: string; readonly currency: string };
    readonly modifiedAt: string;
  };
};
