/** All questions that the store answers. */
import { bulkQueries } from '../bulk/root.ts';
import type { AdminContext, Root } from '../context.ts';
import { jobRoot } from '../mutation/job.ts';
import { subscriptionQueries } from '../subscription/root.ts';
import { installationView } from '../view/installation.ts';
import { shopView } from '../view/shop.ts';
import { fulfillmentOrderRoot } from './fulfillment-order.ts';
import { goodsRoot } from './goods.ts';
import { nodeRoot } from './node.ts';
import { orderRoot } from './order.ts';
import { paymentsRoot } from './payments.ts';
import { peopleRoot } from './people.ts';

export function queryRoot(context: AdminContext): Root {
  const questions: Root = {
    shop: () => shopView(context.state.shop),
    currentAppInstallation: () => installationView(context),
    ...orderRoot(context),
    ...fulfillmentOrderRoot(context),
    ...goodsRoot(context),
    ...peopleRoot(context),
    ...paymentsRoot(context),
    ...bulkQueries(context),
    ...subscriptionQueries(context),
    ...jobRoot(context),
  };
  return { ...questions, ...nodeRoot(context, questions) };
}
