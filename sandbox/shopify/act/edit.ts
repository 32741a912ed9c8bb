/** Edits of a placed order: checked as a whole, agreed as one, and told as one. */
import { Refused } from '../model/act.ts';
import type { StoreSale } from '../model/agreement.ts';
import type { Charge } from '../model/charge.ts';
import type { StoreLine, StoreOrder, StoreShipping } from '../model/order.ts';
import { addOwnDiscount, makeLine, makeShipping, type WantedLine, withTaxes } from '../content.ts';
import { financialStatusOf } from '../order.ts';
import type { EditSpec } from '../spec.ts';
import { agree, currentQuantityOf, differenceOf, isNothing, lineTypeOf, saleOfCharge } from './agree.ts';
import type { ActContext } from './context.ts';
import { isClaimed, reprice, type Repriced } from './edit-price.ts';
import { issueSoldGiftCards } from './gift-card.ts';
import { archiveWhenDone } from './order-archive.ts';
import { routeLines, unshippedQuantityOf, withdrawUnits } from './routing.ts';
import { together } from './together.ts';

type NewSale = Omit<StoreSale, 'id'>;
type Edit = { readonly spec: EditSpec; readonly added: readonly WantedLine[] };

/**
 * One ORDER_EDIT agreement whose sales are exactly what each line, shipping line, duty and fee differs by. Refuses a
 * cancelled order, units that are fulfilled, and an edit that changes nothing.
 */
export function editOrder(context: ActContext, order: StoreOrder, spec: EditSpec): void {
  assertEditable(order, spec);
  const isTaxExempt = order.customer?.taxExempt ?? false;
  const edit: Edit = { spec, added: (spec.add ?? []).map((line) => withTaxes(line, isTaxExempt)) };
  const repriced = reprice(context, order, {
    quantities: new Map((spec.quantities ?? []).map(({ lineId, quantity }) => [lineId, quantity])),
    added: edit.added,
    removesShipping: spec.shipping?.remove ?? false,
    shipping: spec.shipping?.add,
  });
  const deltas = order.lines.map((line, index) => unitsOf(repriced.lines[index] ?? line) - unitsOf(line));
  const sales = changesOf(order, repriced, deltas);
  if (sales.length === 0 && edit.added.length === 0 && spec.shipping?.add === undefined)
    throw new Refused('INVALID', 'There must be at least one change to be made.');
  together(context, order, (inner) => {
    apply(inner, order, { edit, repriced, deltas, sales });
  });
}

/** Refuses an order that cannot be edited, lines it does not have, and to remove units that were fulfilled. */
export function assertEditable(order: StoreOrder, spec: EditSpec): void {
  if (order.cancelledAt !== null) throw new Refused('INVALID', 'The order cannot be edited.', ['id']);
  const seen = new Set<bigint>();
  for (const { lineId, quantity } of spec.quantities ?? []) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (line === undefined || line.tip || seen.has(lineId))
      throw new Refused('INVALID', 'The line item does not exist.', ['lineItemId']);
    seen.add(lineId);
    if (!Number.isSafeInteger(quantity) || quantity < 0)
      throw new Refused('INVALID', 'Quantity must be greater than or equal to 0', ['quantity']);
    if (currentQuantityOf(order, line) - quantity > unshippedQuantityOf(order, line))
      throw new Refused('INVALID', 'Fulfilled items cannot be removed.', ['quantity']);
  }
  if (spec.shipping?.remove === true && order.shipping.some(({ id }) => isClaimed(order, id)))
    throw new Refused('INVALID', 'A refunded shipping line cannot be removed.', ['shippingLineId']);
}

function unitsOf({ quantity, removedQuantity }: StoreLine): number {
  return quantity - removedQuantity;
}

/**
 * Added units are an ORDER, removed ones a RETURN, and what changes without units an UPDATE (Shopify docs:
 * SaleActionType); all amounts are signed differences.
 */
function changesOf(order: StoreOrder, repriced: Repriced, deltas: readonly number[]): NewSale[] {
  const sales: NewSale[] = [];
  const compare = (
    [before, after]: readonly [Charge, Charge],
    about: { readonly lineType: StoreSale['lineType']; readonly subjectId: bigint; readonly delta?: number },
  ): void => {
    const difference = differenceOf(before, after);
    const { lineType, subjectId, delta } = about;
    if (isNothing(difference) && (delta ?? 0) === 0) return;
    const actionType = (delta ?? 0) > 0 ? 'ORDER' : (delta ?? 0) < 0 ? 'RETURN' : 'UPDATE';
    sales.push(
      saleOfCharge(difference, { lineType, subjectId, actionType, quantity: delta ?? null, sign: 1 }),
    );
  };
  for (const [index, line] of order.lines.entries()) {
    const after = repriced.lines[index] ?? line;
    compare([line, after], { lineType: lineTypeOf(line), subjectId: line.id, delta: deltas[index] ?? 0 });
    for (const [at, duty] of line.duties.entries())
      compare([duty, after.duties[at] ?? duty], { lineType: 'DUTY', subjectId: duty.id });
  }
  for (const [index, each] of order.shipping.entries())
    compare([each, repriced.shipping[index] ?? each], { lineType: 'SHIPPING', subjectId: each.id });
  for (const [index, fee] of order.fees.entries())
    compare([fee, repriced.fees[index] ?? fee], { lineType: 'ADDITIONAL_FEE', subjectId: fee.id });
  return sales;
}

function apply(
  context: ActContext,
  order: StoreOrder,
  change: {
    readonly edit: Edit;
    readonly repriced: Repriced;
    readonly deltas: readonly number[];
    readonly sales: readonly NewSale[];
  },
): void {
  const { edit, repriced, deltas, sales } = change;
  const edited = [...order.lines];
  order.lines.splice(0, order.lines.length, ...repriced.lines);
  order.shipping.splice(0, order.shipping.length, ...repriced.shipping);
  order.fees.splice(0, order.fees.length, ...repriced.fees);
  const added = addLines(context, order, { edit, repriced });
  const shipping = addShipping(context, order, { edit, repriced });
  const { id } = agree(context, order, {
    reason: 'ORDER_EDIT',
    sales: [...sales, ...added.flatMap(salesOfAdded), ...shipping.map((each) => sold(each, 'SHIPPING'))],
  });
  for (const [index, line] of edited.entries()) {
    const removed = -(deltas[index] ?? 0);
    if (removed <= 0) continue;
    const asked = edit.spec.quantities?.find(({ lineId }) => lineId === line.id);
    withdrawUnits(context, order, line, removed, asked?.restock ?? false);
  }
  order.updatedAt = context.clock.now();
  order.closedAt = null;
  const moves = edited.map(({ id: lineId }, index) => ({ lineId, delta: deltas[index] ?? 0 }));
  context.announce([
    {
      topic: 'orders/edited',
      order,
      edit: {
        id,
        added: [
          ...moves.filter(({ delta }) => delta > 0),
          ...added.map((line) => ({ lineId: line.id, delta: line.quantity })),
        ],
        removed: moves
          .filter(({ delta }) => delta < 0)
          .map(({ lineId, delta }) => ({ lineId, delta: -delta })),
      },
    },
    { topic: 'orders/updated', order },
  ]);
  routeLines(context, order, order.lines);
  if (financialStatusOf(order) === 'paid') issueSoldGiftCards(context, order);
  archiveWhenDone(context, order);
}

type Adding = { readonly edit: Edit; readonly repriced: Repriced };

function addLines(context: ActContext, order: StoreOrder, { edit, repriced }: Adding): StoreLine[] {
  const { rate } = order;
  return edit.added.map((wanted, index) => {
    const quoted = repriced.added[index];
    if (quoted === undefined) throw new Error(`${wanted.title} was not priced.`);
    const own = addOwnDiscount(order.discounts, { amount: wanted.discount, target: 'line_item', rate });
    const discounts = [own, ...repriced.across];
    const line = makeLine(context, { wanted, quoted, discounts, rate, addedBy: 'edit' });
    order.lines.push(line);
    return line;
  });
}

function addShipping(context: ActContext, order: StoreOrder, { edit, repriced }: Adding): StoreShipping[] {
  const wanted = edit.spec.shipping?.add;
  const quoted = repriced.addedShipping;
  if (wanted === undefined || quoted === undefined) return [];
  const { discount: amount } = wanted;
  const own = addOwnDiscount(order.discounts, { amount, target: 'shipping_line', rate: order.rate });
  const shipping = makeShipping(context, { wanted, quoted, discounts: [own] });
  order.shipping.push(shipping);
  return [shipping];
}

function salesOfAdded(line: StoreLine): NewSale[] {
  const duties = line.duties.map((duty) => sold(duty, 'DUTY'));
  return [sold(line, lineTypeOf(line), line.quantity), ...duties];
}

function sold(
  charge: Charge & { readonly id: bigint },
  lineType: StoreSale['lineType'],
  quantity: number | null = null,
): NewSale {
  return saleOfCharge(charge, { lineType, subjectId: charge.id, actionType: 'ORDER', quantity, sign: 1 });
}
