import { fulfillmentOrderView } from './fulfillment-order.ts';
import { locationView } from './location.ts';
import { orderView } from './order.ts';
import { variantView } from './product.ts';
import { returnView } from './return.ts';

/** The views that others reach through their context. */
export const views = {
  order: orderView,
  return: returnView,
  fulfillmentOrder: fulfillmentOrderView,
  location: locationView,
  variant: variantView,
};
