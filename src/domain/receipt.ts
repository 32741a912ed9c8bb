import type { ActKind, Tracking } from './act.ts';
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

/** What the store answered to an act of ours, kept in the same way; `thing` is what now stands for the posting. */
export type StoreReceiptDelivery = Pick<
  ReceiptDelivery,
  'lane' | 'connectionId' | 'postingKey' | 'adopted'
> & {
  readonly document: {
    readonly kind: ActKind;
    readonly thing: string;
    /** The ERP's id of what the act rests on; absent where it rests on nothing there. */
    readonly about?: string | null | undefined;
    readonly tracking?: Tracking | null | undefined;
    /** When the store had it, by the store's or our own clock. */
    readonly at: string;
  };
};
