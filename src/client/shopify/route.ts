/** Moves, splits, holds and releases fulfillment orders. None of these takes a key, so whoever calls looks first. */
import type { RouteAct } from '#domain/act.ts';
import { Park } from '#domain/obstacle.ts';
import type { Admin } from './admin.ts';
import type { StoreFulfillmentOrder } from './read-routing.ts';
import * as documents from './route-documents.ts';
import { tell } from './tell.ts';

/** Does one act on a fulfillment order that was read just before. */
export async function carryRoute(admin: Admin, one: StoreFulfillmentOrder, act: RouteAct): Promise<void> {
  const { id } = one;
  switch (act.do) {
    case 'move': {
      const lines = act.leaves.length === 0 ? null : linesOf(one, act.lines);
      return tell(admin, documents.moveFulfillmentOrder, { id, newLocationId: act.to, lines });
    }
    case 'split':
      return tell(admin, documents.splitFulfillmentOrder, { id, lines: linesOf(one, act.lines) });
    case 'reroute':
      return tell(admin, documents.rerouteFulfillmentOrder, { id, excluded: act.excluded });
    case 'hold': {
      const hold = { reason: act.reason, reasonNotes: act.note, handle: act.handle };
      return tell(admin, documents.holdFulfillmentOrder, { id, hold });
    }
    case 'release':
      return tell(admin, documents.releaseFulfillmentOrder, { id, holds: act.holds });
  }
}

/** The store names a line of a fulfillment order by an id of its own. */
function linesOf(
  one: StoreFulfillmentOrder,
  lines: readonly { readonly lineItem: string; readonly quantity: number }[],
) {
  return lines.map(({ lineItem, quantity }) => {
    const line = one.lineItems.nodes.find((each) => each.lineItem.id === lineItem);
    if (line === undefined) throw new Park('a line is not part of the fulfillment order any more');
    return { id: line.id, quantity };
  });
}
