/** Edits of orders that are being put together: nothing of one is done before it is committed. */
import { assertEditable } from '../../act/edit.ts';
import { unitPriceOf } from '../../act/return-exchange.ts';
import { Refused } from '../../model/act.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { ShopState } from '../../model/shop.ts';
import type { EditSpec, LineSpec, ShippingSpec, TaxSpec } from '../../spec.ts';
import type { AdminContext } from '../context.ts';
import { variantOfId } from '../lookup.ts';

export type AddedLine = { readonly id: bigint; readonly spec: LineSpec };

export type EditSession = {
  /** The number of both the calculated order and the session. */
  readonly id: bigint;
  readonly order: StoreOrder;
  readonly quantities: Map<bigint, { readonly quantity: number; readonly restock: boolean }>;
  readonly added: AddedLine[];
  shipping: { readonly id: bigint; readonly spec: ShippingSpec } | null;
};

const sessions = new WeakMap<ShopState, Map<bigint, EditSession>>();

export function beginEdit({ state, nextId }: AdminContext, order: StoreOrder): EditSession {
  assertEditable(order, {});
  const session = { id: nextId(), order, quantities: new Map(), added: [], shipping: null };
  const open = sessions.get(state) ?? new Map<bigint, EditSession>();
  sessions.set(state, open.set(session.id, session));
  return session;
}

/** By the id of the calculated order or of the session; a committed one does not exist any more. */
export function editNamed({ state }: AdminContext, gid: string): EditSession {
  const [, id] = /^gid:\/\/shopify\/(?:CalculatedOrder|OrderEditSession)\/(\d+)$/.exec(gid) ?? [];
  const session = id === undefined ? undefined : sessions.get(state)?.get(BigInt(id));
  if (session === undefined) throw new Refused('NOT_FOUND', 'The calculated order does not exist.', ['id']);
  return session;
}

export function endEdit({ state }: AdminContext, { id }: EditSession): void {
  sessions.get(state)?.delete(id);
}

/** What the order is to become by all that was put into the session. */
export function specOf({ quantities, added, shipping }: EditSession): EditSpec {
  return {
    quantities: [...quantities].map(([lineId, change]) => ({ lineId, ...change })),
    add: added.map(({ spec }) => spec),
    ...(shipping !== null && { shipping: { add: shipping.spec } }),
  };
}

/** A line of a variant at today's price. */
export function variantLine(
  context: AdminContext,
  order: StoreOrder,
  wanted: { readonly variantId: bigint; readonly quantity: number },
): LineSpec {
  const sold = variantOfId(context.state, wanted.variantId);
  if (sold === undefined) throw new Refused('NOT_FOUND', "can't find variant", ['variantId']);
  const { product, variant } = sold;
  return {
    ...wanted,
    sku: variant.sku,
    title: product.title,
    unitPrice: unitPriceOf(context, order, variant),
    taxes: variant.taxable ? taxesOf(order) : [],
    giftCard: product.giftCard,
  };
}

/** The taxes where the order goes to, as its lines have them: this store knows no others for the place. */
export function taxesOf(order: StoreOrder): readonly TaxSpec[] {
  return order.lines.find(({ taxes }) => taxes.length > 0)?.taxes ?? [];
}
