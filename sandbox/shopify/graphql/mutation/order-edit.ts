/** Edits a placed order in steps: a session gathers the changes, and the commit makes them all at once or none. */
import { GraphQLError } from 'graphql';
import { assertEditable } from '../../act/edit.ts';
import { Refused } from '../../model/act.ts';
import type { AdminContext, View } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { orderView } from '../view/order.ts';
import { carryOut, type Mutations } from './answer.ts';
import { orderNamed } from './find.ts';
import { type MoneyInput, moneyIn } from './input.ts';
import {
  beginEdit,
  type EditSession,
  editNamed,
  endEdit,
  specOf,
  taxesOf,
  variantLine,
} from './order-edit-session.ts';
import {
  addedLineView,
  addedShippingView,
  calculatedLineView,
  calculatedOrderView,
} from './order-edit-view.ts';

type QuantityInput = {
  readonly id: string;
  readonly lineItemId: string;
  readonly quantity: number;
  readonly restock?: boolean | null;
};

type VariantInput = {
  readonly id: string;
  readonly variantId: string;
  readonly quantity: number;
  readonly allowDuplicates?: boolean | null;
};

type CustomInput = {
  readonly id: string;
  readonly title: string;
  readonly price: MoneyInput;
  readonly quantity: number;
  readonly requiresShipping?: boolean | null;
  readonly taxable?: boolean | null;
};

type ShippingInput = {
  readonly id: string;
  readonly shippingLine: { readonly title: string; readonly price: MoneyInput };
};

export function orderEditMutations(context: AdminContext): Mutations {
  return {
    orderEditBegin: ({ id }: { readonly id: string }, info) =>
      carryOut(info, () => {
        const order = orderNamed(context, id, { message: 'The order does not exist.', at: ['id'] });
        return sessionFields(context, beginEdit(context, order));
      }),
    orderEditSetQuantity: (args: QuantityInput, info) =>
      carryOut(info, () => {
        const session = editNamed(context, args.id);
        const calculatedLineItem = setQuantity(context, session, args);
        return { calculatedLineItem, ...sessionFields(context, session) };
      }),
    ...additions(context),
    orderEditCommit: (args: { readonly id: string; readonly notifyCustomer?: boolean | null }, info) =>
      carryOut(
        info,
        () => {
          const session = editNamed(context, args.id);
          context.acts.editOrder(session.order, specOf(session));
          endEdit(context, session);
          const notified = args.notifyCustomer === true ? ['Notification sent'] : [];
          return {
            order: orderView(context, session.order),
            successMessages: ['Order updated', ...notified],
          };
        },
        { at: ['id'] },
      ),
  };
}

/** What is put onto an order by an edit. */
function additions(context: AdminContext): Mutations {
  return {
    orderEditAddVariant: (args: VariantInput, info) =>
      carryOut(info, () => {
        const session = editNamed(context, args.id);
        const { quantity } = args;
        assertPositive(quantity);
        const variantId = numberOf('ProductVariant', args.variantId);
        const spec = variantLine(context, session.order, { variantId, quantity });
        if (args.allowDuplicates !== true && hasVariant(session, variantId))
          throw new Refused('TAKEN', 'The variant is already on the order.', ['variantId']);
        return addLine(context, session, spec);
      }),
    orderEditAddCustomItem: (args: CustomInput, info) =>
      carryOut(info, () => {
        const session = editNamed(context, args.id);
        const { title, quantity } = args;
        assertPositive(quantity);
        if (title.trim() === '') throw new Refused('BLANK', "can't be blank", ['title']);
        return addLine(context, session, {
          sku: null,
          title,
          quantity,
          unitPrice: priceOf(session, args.price),
          taxes: args.taxable === false ? [] : taxesOf(session.order),
          requiresShipping: args.requiresShipping ?? false,
        });
      }),
    orderEditAddShippingLine: (args: ShippingInput, info) =>
      carryOut(info, () => {
        const session = editNamed(context, args.id);
        if (session.shipping !== null) throw unsupported('a second shipping line in one edit');
        const { title, price } = args.shippingLine;
        if (title.trim() === '') throw new Refused('INVALID', "can't be blank", ['shippingLine', 'title']);
        const taxes = taxesOf(session.order);
        session.shipping = {
          id: context.nextId(),
          spec: { title, price: priceOf(session, price), taxes },
        };
        return { calculatedShippingLine: addedShippingView(session), ...sessionFields(context, session) };
      }),
  };
}

function sessionFields(context: AdminContext, session: EditSession): Record<string, View> {
  return {
    calculatedOrder: calculatedOrderView(context, session),
    orderEditSession: {
      __typename: 'OrderEditSession',
      id: `gid://shopify/OrderEditSession/${session.id}`,
    },
  };
}

function setQuantity(context: AdminContext, session: EditSession, args: QuantityInput): View {
  const { quantity, restock } = args;
  if (quantity < 0) throw new Refused('INVALID', 'must be greater than or equal to 0', ['quantity']);
  const lineId = numberOf('CalculatedLineItem', args.lineItemId);
  const index = session.added.findIndex(({ id }) => id === lineId);
  const added = session.added[index];
  if (added !== undefined) {
    const changed = { ...added, spec: { ...added.spec, quantity } };
    session.added.splice(index, 1, ...(quantity === 0 ? [] : [changed]));
    return addedLineView(context, session, changed);
  }
  const line = session.order.lines.find(({ id, tip }) => id === lineId && !tip);
  if (line === undefined) throw new Refused('NOT_FOUND', 'The line item does not exist.', ['lineItemId']);
  assertEditable(session.order, { quantities: [{ lineId, quantity }] });
  session.quantities.set(lineId, { quantity, restock: restock ?? false });
  return calculatedLineView(context, session, line);
}

function addLine(
  context: AdminContext,
  session: EditSession,
  spec: EditSession['added'][number]['spec'],
): Record<string, View> {
  const line = { id: context.nextId(), spec };
  session.added.push(line);
  return {
    calculatedLineItem: addedLineView(context, session, line),
    ...sessionFields(context, session),
  };
}

function hasVariant({ order, added }: EditSession, variantId: bigint): boolean {
  return (
    order.lines.some((line) => line.variantId === variantId && line.quantity > line.removedQuantity) ||
    added.some(({ spec }) => spec.variantId === variantId)
  );
}

function priceOf({ order }: EditSession, price: MoneyInput): bigint {
  const amount = moneyIn(order.presentmentCurrency, price, { code: 'INVALID', at: ['price'] });
  if (amount < 0n) throw new Refused('INVALID', 'must be greater than or equal to 0', ['price']);
  return amount;
}

function assertPositive(quantity: number): void {
  if (quantity < 1) throw new Refused('INVALID', 'must be greater than 0', ['quantity']);
}

function unsupported(what: string): GraphQLError {
  return new GraphQLError(`The sandbox's store cannot take ${what}.`, {
    extensions: { code: 'SANDBOX_UNSUPPORTED' },
  });
}
