/** What the Admin API answers from: the store, what can be done in it, and what the app that asks may see. */
import type { GraphQLResolveInfo } from 'graphql';
import type { ActContext } from '../act/context.ts';
import type { Acts } from '../model/act.ts';
import type { StoreLocation, StoreProduct, StoreVariant } from '../model/catalog.ts';
import type { StoreFulfillmentOrder } from '../model/fulfillment.ts';
import type { StoreOrder } from '../model/order.ts';
import type { StoreReturn } from '../model/return.ts';
import type { BulkBook } from './bulk/operation.ts';
import type { SubscriptionDesk } from './subscription/desk.ts';

export type AdminContext = ActContext & {
  readonly acts: Acts;
  /** The access scopes that the merchant granted. */
  readonly scopes: ReadonlySet<string>;
  readonly bulk: BulkBook;
  readonly subscriptions: SubscriptionDesk;
  /** The types that other types lead back to: through here, since files may not import each other in a circle. */
  readonly views: Views;
};

type Views = {
  readonly order: (context: AdminContext, order: StoreOrder) => View;
  readonly return: (context: AdminContext, order: StoreOrder, returned: StoreReturn) => View;
  readonly fulfillmentOrder: (
    context: AdminContext,
    order: StoreOrder,
    fulfillmentOrder: StoreFulfillmentOrder,
  ) => View;
  readonly location: (context: AdminContext, location: StoreLocation) => View;
  readonly variant: (context: AdminContext, sold: Sold) => View;
};

/** What is sold: a variant with its product. */
export type Sold = { readonly product: StoreProduct; readonly variant: StoreVariant };

/** A type of the schema as one record: each field is its value, or a function of the field's arguments. */
export type View = { readonly __typename: string; readonly [field: string]: unknown };

/** Written as a method, so that each field may name the arguments it takes; they have been checked against the schema. */
type Field = { answer(args: object, info: GraphQLResolveInfo): unknown }['answer'];

/** The fields of a root type. */
export type Root = Readonly<Record<string, Field>>;
