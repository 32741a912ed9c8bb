/** All mutations of the Admin API that the store carries out. */
import type { GraphQLResolveInfo } from 'graphql';
import type { AdminContext, Root } from '../context.ts';
import { bulkMutations } from '../bulk/root.ts';
import { once } from '../idempotency.ts';
import type { Mutations } from './answer.ts';
import { subscriptionMutations } from '../subscription/root.ts';
import { fulfillmentMutations } from './fulfillment.ts';
import { fulfillmentHoldMutations } from './fulfillment-hold.ts';
import { fulfillmentOrderMutations } from './fulfillment-order.ts';
import { fulfillmentShapeMutations } from './fulfillment-shape.ts';
import { rerouteMutations } from './fulfillment-reroute.ts';
import { fulfillmentRequestMutations } from './fulfillment-request.ts';
import { giftCardMutations } from './gift-card.ts';
import { inventoryActivate } from './inventory-activate.ts';
import { assertAdjustComparesWritten, inventoryAdjust } from './inventory-adjust.ts';
import { assertMoveComparesWritten, inventoryMove } from './inventory-move.ts';
import { assertSetComparesWritten, inventorySet } from './inventory-set.ts';
import { orderEditMutations } from './order-edit.ts';
import { orderMutations } from './order.ts';
import { paymentMutations } from './payment.ts';
import { refundMutations } from './refund.ts';
import { returnProcess } from './return-process.ts';
import { returnMutations } from './return.ts';
import { tagMutations } from './tag.ts';

/** What must be written in a request before its key is even looked at, as in the real store. */
const written: Readonly<Record<string, (args: never) => void>> = {
  inventoryAdjustQuantities: assertAdjustComparesWritten,
  inventoryMoveQuantities: assertMoveComparesWritten,
  inventorySetQuantities: assertSetComparesWritten,
};

export function mutationRoot(context: AdminContext): Root {
  const mutations: Mutations = {
    ...bulkMutations(context),
    ...subscriptionMutations(context),
    ...inventorySet(context),
    ...inventoryAdjust(context),
    ...inventoryMove(context),
    ...inventoryActivate(context),
    ...refundMutations(context),
    ...fulfillmentMutations(context),
    ...fulfillmentOrderMutations(context),
    ...fulfillmentShapeMutations(context),
    ...fulfillmentHoldMutations(context),
    ...fulfillmentRequestMutations(context),
    ...rerouteMutations(context),
    ...paymentMutations(context),
    ...orderMutations(context),
    ...orderEditMutations(context),
    ...tagMutations(context),
    ...returnMutations(context),
    ...returnProcess(context),
    ...giftCardMutations(context),
  };
  return Object.fromEntries(
    Object.entries(mutations).map(([name, mutation]) => [
      name,
      (args: never, info: GraphQLResolveInfo) => {
        written[name]?.(args);
        return once(context, { args, info }, () => mutation(args, info));
      },
    ]),
  );
}
