/** The truth about each fault that was planted in one life, kept apart from everything the product can reach. */
import type { Bag } from '#sandbox/shopify/model/bag.ts';
import { type FaultKind, faultKinds } from './catalog.ts';
import type { Cause } from './kind.ts';

export type PlantedAmount = { readonly minor: bigint; readonly currency: string };

export type Planted = {
  readonly kind: FaultKind;
  /** What it is about: a Shopify gid, a document number, `SKU@location`, a webhook id, or the name of a system. */
  readonly subject: string;
  /** The gid of the order it concerns, where it concerns one. */
  readonly order: string | null;
  readonly at: number;
  readonly amount: PlantedAmount | null;
  /** Whether a difference stays that can be observed from outside. */
  readonly lasting: boolean;
  readonly causes: readonly Cause[];
  /** Null where several causes fit, or none. */
  readonly exact: Cause | null;
  readonly note: string;
};

export type NewlyPlanted = Pick<Planted, 'kind' | 'subject' | 'at' | 'note'> &
  Partial<Pick<Planted, 'order' | 'amount' | 'lasting'>>;

/** Fills a planted fault in from the catalog; `lasting` must be said where the catalog leaves it open. */
export function plantedOf(fault: NewlyPlanted): Planted {
  const record = faultKinds[fault.kind];
  return {
    order: null,
    amount: null,
    lasting: record.lasting === 'lasting',
    ...fault,
    causes: record.causes,
    exact: record.causes.length === 1 ? record.exact : null,
  };
}

export function shopMoney(bag: Bag, currency: string): PlantedAmount {
  return { minor: bag.shop, currency };
}
