/** What becomes of goods that have come back: restocked, kept apart, or missing. */
import { type ReturnActs, Refused } from '../model/act.ts';
import type { StoreOrder } from '../model/order.ts';
import type { Disposition, StoreReturn, StoreReverseFulfillmentOrder } from '../model/return.ts';
import type { ActContext } from './context.ts';
import { lineOf, moveStockOfLine } from './fulfillment-order.ts';
import { together } from './together.ts';

type Parts = Parameters<ReturnActs['dispose']>[2];

/**
 * `reverseFulfillmentOrderDispose`: only RESTOCKED units go back into stock, at the location that it must name. A
 * reverse fulfillment order of which every unit is disposed of is closed.
 */
export function dispose(
  context: ActContext,
  order: StoreOrder,
  asked: { readonly returned: StoreReturn; readonly parts: Parts },
): void {
  const { returned, parts } = asked;
  assertDisposable(returned, parts);
  together(context, order, (inner) => {
    const now = inner.clock.now();
    for (const { reverse, made } of group(returned, parts)) {
      const dispositions = made.map(({ line, part }): Disposition => {
        const { type, quantity, locationId = null } = part;
        const disposition = { id: inner.nextId(), type, quantity, locationId, at: now };
        line.dispositions.push(disposition);
        if (type === 'RESTOCKED' && locationId !== null)
          moveStockOfLine(inner, order, {
            line: lineOf(order, lineIdOf(returned, line.fulfillmentLineId)),
            quantity,
            locationId,
            deltas: { available: 1 },
            reason: 'restock',
          });
        return disposition;
      });
      if (reverse.lines.every((line) => disposedOf(line.dispositions) === line.quantity))
        reverse.status = 'CLOSED';
      inner.announce([{ topic: 'reverse_fulfillment_orders/dispose', order, reverse, dispositions }]);
    }
  });
}

/** Refuses what is not there, more units than are left, and restocking without a location. */
export function assertDisposable(returned: StoreReturn, parts: Parts): void {
  if (returned.status !== 'OPEN')
    throw new Refused('INVALID_STATE', `Return status is ${returned.status.toLowerCase()}.`);
  const asked = new Map<bigint, number>();
  for (const { reverseLineId, quantity, type, locationId } of parts) {
    asked.set(reverseLineId, (asked.get(reverseLineId) ?? 0) + quantity);
    const line = returned.reverseFulfillmentOrders
      .flatMap(({ lines }) => lines)
      .find(({ id }) => id === reverseLineId);
    if (line === undefined)
      throw new Refused('NOT_FOUND', 'Reverse fulfillment order line item could not be found.');
    if (quantity < 1 || disposedOf(line.dispositions) + (asked.get(reverseLineId) ?? 0) > line.quantity)
      throw new Refused('INVALID', 'Quantity is greater than the disposable quantity.', ['quantity']);
    if (type === 'RESTOCKED' && locationId === undefined)
      throw new Refused('BLANK', "Location can't be blank", ['locationId']);
  }
}

function group(returned: StoreReturn, parts: Parts) {
  return returned.reverseFulfillmentOrders
    .map((reverse) => ({ reverse, made: madeOf(reverse, parts) }))
    .filter(({ made }) => made.length > 0);
}

function madeOf(reverse: StoreReverseFulfillmentOrder, parts: Parts) {
  return parts.flatMap((part) => {
    const line = reverse.lines.find(({ id }) => id === part.reverseLineId);
    return line === undefined ? [] : [{ line, part }];
  });
}

function disposedOf(dispositions: readonly Disposition[]): number {
  return dispositions.reduce((sum, { quantity }) => sum + quantity, 0);
}

function lineIdOf(returned: StoreReturn, fulfillmentLineId: bigint): bigint {
  const line = returned.lines.find((each) => each.fulfillmentLineId === fulfillmentLineId);
  if (line === undefined)
    throw new Error(`Return ${returned.name} has no fulfillment line ${fulfillmentLineId}`);
  return line.lineId;
}
