/** Everything that can happen in a store, over one state and one clock. */
import type { Acts } from '../model/act.ts';
import type { ActContext } from './context.ts';
import { openFulfillmentActs } from './fulfillment.ts';
import { openGoodsActs } from './goods.ts';
import { openOrderActs } from './order.ts';
import { openPaymentsActs } from './payout.ts';
import { openReturnActs } from './return.ts';

export function openActs(context: ActContext): Acts {
  return {
    ...openOrderActs(context),
    ...openReturnActs(context),
    ...openFulfillmentActs(context),
    ...openGoodsActs(context),
    ...openPaymentsActs(context),
  };
}
