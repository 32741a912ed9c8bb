/** The acts on goods and money that come back; a return is decided, disposed of and processed, in parts if need be. */
import { Refused, type ReturnActs } from '../model/act.ts';
import type { ReturnTopic } from '../model/news.ts';
import type { StoreOrder } from '../model/order.ts';
import type { StoreReturn } from '../model/return.ts';
import type { ActContext } from './context.ts';
import { refundOrder } from './refund.ts';
import { dispose } from './return-dispose.ts';
import { openReturn, reverseFulfillmentOrderOf } from './return-open.ts';
import { processReturn } from './return-process.ts';
import { together } from './together.ts';

export function openReturnActs(context: ActContext): ReturnActs {
  return {
    refund: (order, spec) => refundOrder(context, order, spec),
    requestReturn: (order, spec) => openReturn(context, order, { spec, status: 'REQUESTED' }),
    createReturn: (order, spec) => openReturn(context, order, { spec, status: 'OPEN' }),
    approveReturn(order, returned) {
      assertStatus(returned, ['REQUESTED']);
      change(context, { order, returned, topic: 'returns/approve' }, (inner) => {
        returned.status = 'OPEN';
        returned.requestApprovedAt = inner.clock.now();
        returned.reverseFulfillmentOrders.push(reverseFulfillmentOrderOf(inner, returned));
      });
    },
    declineReturn(order, returned) {
      assertStatus(returned, ['REQUESTED']);
      change(context, { order, returned, topic: 'returns/decline' }, () => {
        returned.status = 'DECLINED';
      });
    },
    processReturn: (order, returned, spec) => processReturn(context, order, { returned, spec }),
    dispose: (order, returned, parts) => dispose(context, order, { returned, parts }),
    closeReturn(order, returned) {
      assertStatus(returned, ['OPEN']);
      change(context, { order, returned, topic: 'returns/close' }, (inner) => {
        returned.status = 'CLOSED';
        returned.closedAt = inner.clock.now();
      });
    },
    cancelReturn(order, returned) {
      assertStatus(returned, ['REQUESTED', 'OPEN']);
      // Shopify docs, returnCancel: only before any work was done on the return.
      if (isBegun(returned)) throw new Refused('INVALID_STATE', 'Return has already been processed.');
      change(context, { order, returned, topic: 'returns/cancel' }, () => {
        returned.status = 'CANCELED';
        for (const reverse of returned.reverseFulfillmentOrders) reverse.status = 'CANCELED';
      });
    },
    reopenReturn(order, returned) {
      assertStatus(returned, ['CLOSED']);
      change(context, { order, returned, topic: 'returns/reopen' }, () => {
        returned.status = 'OPEN';
        returned.closedAt = null;
      });
    },
  };
}

function assertStatus(returned: StoreReturn, allowed: readonly StoreReturn['status'][]): void {
  if (!allowed.includes(returned.status))
    throw new Refused('INVALID_STATE', `Return status is ${returned.status.toLowerCase()}.`);
}

function isBegun({ lines, exchanges, reverseFulfillmentOrders }: StoreReturn): boolean {
  return (
    [...lines, ...exchanges].some(({ processed }) => processed > 0) ||
    reverseFulfillmentOrders.some((reverse) =>
      reverse.lines.some(({ dispositions }) => dispositions.length > 0),
    )
  );
}

function change(
  context: ActContext,
  about: { readonly order: StoreOrder; readonly returned: StoreReturn; readonly topic: ReturnTopic },
  act: (context: ActContext) => void,
): void {
  const { order, returned, topic } = about;
  together(context, order, (inner) => {
    act(inner);
    order.updatedAt = inner.clock.now();
    inner.announce([
      { topic, order, return: returned },
      { topic: 'orders/updated', order },
    ]);
  });
}
