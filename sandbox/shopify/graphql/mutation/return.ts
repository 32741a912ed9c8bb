/** Opens, decides and closes returns, and disposes of the goods that came back. */
import { Refused, type ReturnActs, type ReturnSpec } from '../../model/act.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { Disposition, StoreReturn, StoreReturnLine } from '../../model/return.ts';
import type { AdminContext } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { returnView } from '../view/return.ts';
import { reverseLineView } from '../view/reverse.ts';
import { isWithinReach } from '../window.ts';
import { carryOut, type Mutations } from './answer.ts';
import { orderNamed, returnNamed } from './find.ts';
import { assertNotGiven, type MoneyInput, moneyIn } from './input.ts';

type LineInput = {
  readonly fulfillmentLineItemId: string;
  readonly quantity: number;
  readonly restockingFee?: { readonly percentage: number } | null;
  readonly returnReason?: StoreReturnLine['reason'] | null;
  readonly returnReasonNote?: string | null;
};

type ReturnInput = {
  readonly orderId: string;
  readonly returnLineItems: readonly LineInput[];
  readonly exchangeLineItems?:
    | readonly { readonly variantId?: string | null; readonly quantity: number }[]
    | null;
  readonly returnShippingFee?: { readonly amount: MoneyInput } | null;
};

/** What is done with units of a reverse fulfillment order. */
export type DisposeInput = {
  readonly reverseFulfillmentOrderLineItemId: string;
  readonly quantity: number;
  readonly dispositionType: Disposition['type'];
  readonly locationId?: string | null;
};

const noteMax = 255;

export function returnMutations(context: AdminContext): Mutations {
  const { acts } = context;
  return {
    returnCreate: ({ returnInput: input }: { readonly returnInput: ReturnInput }, info) => {
      assertNotGiven(input, ['requestedAt', 'unprocessed']);
      return carryOut(info, () => {
        const order = orderOf(context, input, 'returnInput');
        const returned = acts.createReturn(order, specOf(order, input));
        return { return: returnView(context, order, returned) };
      });
    },
    returnRequest: ({ input }: { readonly input: ReturnInput }, info) =>
      carryOut(info, () => {
        const order = orderOf(context, input, 'input');
        const returned = acts.requestReturn(order, specOf(order, input));
        return { return: returnView(context, order, returned) };
      }),
    ...decisions(context),
    reverseFulfillmentOrderDispose: (
      { dispositionInputs: inputs }: { readonly dispositionInputs: readonly DisposeInput[] },
      info,
    ) =>
      carryOut(info, () => {
        const { order, returned } = reversedBy(context, inputs);
        const parts = inputs.map(disposalOf);
        acts.dispose(order, returned, parts);
        const ids = new Set(parts.map(({ reverseLineId }) => reverseLineId));
        const lines = returned.reverseFulfillmentOrders.flatMap((reverse) => reverse.lines);
        return {
          reverseFulfillmentOrderLineItems: lines
            .filter(({ id }) => ids.has(id))
            .map((line) => reverseLineView(context, order, line)),
        };
      }),
  };
}

type Decision = (order: StoreOrder, returned: StoreReturn) => void;

/** What is decided about a return that is there. */
function decisions(context: AdminContext): Mutations {
  const { acts } = context;
  const of = (decide: Decision): Mutations[string] => {
    type Named = { readonly id: string } | { readonly input: { readonly id: string } };
    return (args: Named, info) => {
      const isPlain = 'id' in args;
      if (!isPlain) assertNotGiven(args.input, ['unprocessed']);
      const [id, at] = isPlain ? [args.id, ['id']] : [args.input.id, ['input', 'id']];
      const decided = () => {
        const { order, returned } = returnNamed(context, id, at);
        decide(order, returned);
        return { return: returnView(context, order, returned) };
      };
      return carryOut(info, decided, { at });
    };
  };
  return {
    returnApproveRequest: of((order, returned) => acts.approveReturn(order, returned)),
    returnDeclineRequest: of((order, returned) => acts.declineReturn(order, returned)),
    returnClose: of((order, returned) => acts.closeReturn(order, returned)),
    returnCancel: of((order, returned) => acts.cancelReturn(order, returned)),
    returnReopen: of((order, returned) => acts.reopenReturn(order, returned)),
  };
}

export function disposalOf(input: DisposeInput): Parameters<ReturnActs['dispose']>[2][number] {
  const { quantity, dispositionType: type, locationId } = input;
  return {
    reverseLineId: numberOf('ReverseFulfillmentOrderLineItem', input.reverseFulfillmentOrderLineItemId),
    quantity,
    type,
    ...(locationId != null && { locationId: numberOf('Location', locationId) }),
  };
}

function orderOf(context: AdminContext, { orderId }: ReturnInput, argument: string): StoreOrder {
  return orderNamed(context, orderId, { message: 'Order does not exist.', at: [argument, 'orderId'] });
}

function specOf(order: StoreOrder, input: ReturnInput): ReturnSpec {
  const { exchangeLineItems, returnShippingFee } = input;
  const mismatch = { code: 'INVALID', at: ['returnShippingFee', 'amount'] };
  return {
    lines: input.returnLineItems.map(lineOf),
    exchanges: (exchangeLineItems ?? []).map(exchangeOf),
    ...(returnShippingFee != null && {
      shippingFee: moneyIn(order.presentmentCurrency, returnShippingFee.amount, mismatch),
    }),
  };
}

function lineOf(input: LineInput, index: number): ReturnSpec['lines'][number] {
  assertNotGiven(input, ['returnReasonDefinitionId', 'customerNote']);
  const { quantity, restockingFee, returnReason, returnReasonNote } = input;
  const at = (field: string): string[] => ['returnLineItems', String(index), field];
  if ((returnReasonNote ?? '').length > noteMax)
    throw new Refused(
      'TOO_LONG',
      'Return reason note is too long (maximum is 255 characters)',
      at('returnReasonNote'),
    );
  const percent = restockingFee?.percentage;
  if (percent !== undefined && (percent < 0 || percent > 100))
    throw new Refused('INVALID', 'Percentage must be between 0 and 100', at('restockingFee'));
  return {
    fulfillmentLineId: numberOf('FulfillmentLineItem', input.fulfillmentLineItemId),
    quantity,
    reason: returnReason ?? 'UNKNOWN',
    ...(percent !== undefined && { restockingFeePercent: percent }),
    ...(returnReasonNote != null && { note: returnReasonNote }),
  };
}

function exchangeOf(
  input: NonNullable<ReturnInput['exchangeLineItems']>[number],
): NonNullable<ReturnSpec['exchanges']>[number] {
  assertNotGiven(input, ['appliedDiscount', 'giftCardCodes']);
  if (input.variantId == null)
    throw new Refused('BLANK', "Variant can't be blank", ['exchangeLineItems', 'variantId']);
  return { variantId: numberOf('ProductVariant', input.variantId), quantity: input.quantity };
}

/** The one return that all disposed lines belong to. */
function reversedBy(context: AdminContext, inputs: readonly DisposeInput[]) {
  const [first] = inputs.map((input) => disposalOf(input).reverseLineId);
  for (const order of context.state.orders.toReversed())
    for (const returned of order.returns) {
      const lines = returned.reverseFulfillmentOrders.flatMap((reverse) => reverse.lines);
      if (lines.some(({ id }) => id === first) && isWithinReach(context, order)) return { order, returned };
    }
  throw new Refused('NOT_FOUND', 'Reverse fulfillment order line item could not be found.', [
    'dispositionInputs',
    '0',
    'reverseFulfillmentOrderLineItemId',
  ]);
}
