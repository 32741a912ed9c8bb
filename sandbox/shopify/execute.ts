/** Runs one Admin query against the real schema over the store's state, with the rules the schema does not state. */
import {
  execute,
  type GraphQLFieldResolver,
  GraphQLError,
  getNamedType,
  Kind,
  isCompositeType,
  type DocumentNode,
  parse,
  specifiedRules,
  validate,
  type ASTVisitor,
  type ValidationContext,
} from 'graphql';
import { connection, type Page } from './connection.ts';
import { isPaid } from './cost.ts';
import { fulfillmentGid, orderGid, type StoreOrder } from './order.ts';
import type { Shop } from './payload.ts';
import { adminSchema } from './schema.ts';
import { orderFilter } from './search.ts';
import { fulfillmentView, orderView, shopView } from './view.ts';

export type AdminQuery = {
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
  operationName?: string;
};

/** The document, or what Shopify would say is wrong with it. */
export function read(query: string): { document: DocumentNode } | { errors: readonly GraphQLError[] } {
  try {
    const document = parse(query);
    const errors = validate(adminSchema(), document, [...specifiedRules, pageSizeIsGiven]);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

/** Executes and counts the objects that were paid for. */
export async function run(query: AdminQuery, state: { orders: readonly StoreOrder[]; shop: Shop }) {
  let objects = 0;
  const resolve: GraphQLFieldResolver<unknown, unknown> = (source, ...[args, , info]) => {
    const value = fieldOf(source, info.fieldName);
    if (value === undefined)
      throw new GraphQLError(`The sandbox's store cannot answer ${info.parentType.name}.${info.fieldName}.`, {
        extensions: { code: 'SANDBOX_UNSUPPORTED' },
      });
    const answer: unknown = takesArguments(value) ? value(args) : value;
    const type = getNamedType(info.returnType);
    if (isCompositeType(type) && isPaid(type.name))
      objects += Array.isArray(answer) ? answer.length : answer === null ? 0 : 1;
    return answer;
  };
  const result = await execute({
    schema: adminSchema(),
    document: query.document,
    rootValue: root(state),
    variableValues: query.variables,
    operationName: query.operationName,
    fieldResolver: resolve,
  });
  return { result, objects };
}

function root(state: { orders: readonly StoreOrder[]; shop: Shop }): object {
  return {
    shop: () => shopView(state.shop),
    order: ({ id }: { id: string }) => {
      mustName('Order', id);
      const order = state.orders.find((each) => orderGid(each) === id);
      return order === undefined ? null : orderView(order, state.shop);
    },
    fulfillment: ({ id }: { id: string }) => {
      mustName('Fulfillment', id);
      for (const order of state.orders) {
        const found = order.fulfillments.find((each) => fulfillmentGid(each) === id);
        if (found !== undefined) return fulfillmentView(found, order, state.shop);
      }
      return null;
    },
    orders: (args: Page & { query?: string | null; sortKey?: string | null }) => {
      const sort = sortValue(args.sortKey ?? 'PROCESSED_AT');
      const found = state.orders.filter(orderFilter(args.query));
      return connection(
        found.map((order) => ({ node: orderView(order, state.shop), place: [sort(order), order.index] })),
        args,
      );
    },
  };
}

function mustName(type: string, id: string): void {
  if (!new RegExp(`^gid://shopify/${type}/\\d+$`).test(id))
    throw new GraphQLError(`Invalid global id '${id}'`);
}

function sortValue(sortKey: string): (order: StoreOrder) => number {
  if (sortKey === 'UPDATED_AT') return (order) => order.updatedAt;
  if (sortKey === 'PROCESSED_AT' || sortKey === 'CREATED_AT') return (order) => order.createdAt;
  if (sortKey === 'ID' || sortKey === 'ORDER_NUMBER') return (order) => order.index;
  throw new GraphQLError(`The sandbox's store cannot sort orders by ${sortKey}.`);
}

/** The views are plain records; only their own fields count as known. */
function fieldOf(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  return Reflect.get(source, name);
}

/** A view's functions all take the field's arguments, which graphql-js has checked against the schema. */
function takesArguments(value: unknown): value is (args: unknown) => unknown {
  return typeof value === 'function';
}

const pageSizeMax = 250;

/** The schema has `first` and `last` as optional; the real API refuses a connection without either. */
function pageSizeIsGiven(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const type = context.getType();
      if (type == null || !getNamedType(type).name.endsWith('Connection')) return;
      const size = node.arguments?.find((each) => each.name.value === 'first' || each.name.value === 'last');
      if (size === undefined)
        context.reportError(
          new GraphQLError('you must provide one of first or last', {
            nodes: node,
            extensions: { code: 'BAD_REQUEST' },
          }),
        );
      else if (size.value.kind === Kind.INT && Number(size.value.value) > pageSizeMax)
        context.reportError(
          new GraphQLError(`The maximum page size is ${pageSizeMax}.`, {
            nodes: node,
            extensions: { code: 'BAD_REQUEST' },
          }),
        );
    },
  };
}
