/** Jobs of mutations that the real store carries out a moment later; here each is done when it is answered. */
import type { StoreOrder } from '../../model/order.ts';
import type { ShopState } from '../../model/shop.ts';
import type { AdminContext, Root, View } from '../context.ts';
import { orderView } from '../view/order.ts';

const jobs = new WeakMap<ShopState, Set<string>>();

/** The job that has cancelled an order. */
export function cancelJob(context: AdminContext, order: StoreOrder): Readonly<Record<string, View>> {
  const number = context.nextId();
  const id = `gid://shopify/Job/${number}`;
  const known = jobs.get(context.state) ?? new Set<string>();
  jobs.set(context.state, known.add(id));
  return {
    job: jobView(id),
    jobResult: {
      __typename: 'OrderCancelJobResult',
      id: `gid://shopify/OrderCancelJobResult/${number}`,
      done: true,
      status: 'SUCCEEDED',
      errors: [],
      order: () => orderView(context, order),
    },
  };
}

export function jobRoot({ state }: AdminContext): Root {
  return {
    job: ({ id }: { readonly id: string }) => (jobs.get(state)?.has(id) === true ? jobView(id) : null),
  };
}

function jobView(id: string): View {
  return { __typename: 'Job', id, done: true };
}
