/** `returnProcess`: confirms what came back and what is exchanged, and sends back the money that is named. */
import { type ProcessReturnSpec, type RefundTender, Refused } from '../../model/act.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { StoreReturn } from '../../model/return.ts';
import type { AdminContext } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { returnView } from '../view/return.ts';
import { carryOut, type Mutations } from './answer.ts';
import { returnNamed } from './find.ts';
import { assertNotGiven, type MoneyInput, moneyIn } from './input.ts';
import { creditTenders, type RefundMethodInput } from './refund.ts';
import { disposalOf, type DisposeInput } from './return.ts';

type ProcessInput = {
  readonly returnId: string;
  readonly note?: string | null;
  readonly returnLineItems?:
    | readonly {
        readonly id: string;
        readonly quantity: number;
        readonly dispositions?: readonly DisposeInput[] | null;
      }[]
    | null;
  readonly exchangeLineItems?: readonly { readonly id: string; readonly quantity: number }[] | null;
  readonly refundShipping?: {
    readonly fullRefund?: boolean | null;
    readonly shippingRefundAmount?: MoneyInput | null;
  } | null;
  readonly financialTransfer?: { readonly issueRefund?: RefundInput | null } | null;
};

type RefundInput = {
  readonly allowOverRefunding?: boolean | null;
  readonly orderTransactions: readonly {
    readonly parentId: string;
    readonly transactionAmount: MoneyInput;
  }[];
  readonly refundMethods?: readonly RefundMethodInput[] | null;
};

export function returnProcess(context: AdminContext): Mutations {
  return {
    returnProcess: ({ input }: { readonly input: ProcessInput }, info) => {
      assertNotGiven(input, ['refundDuties', 'tipLineId']);
      return carryOut(info, () => {
        const { order, returned } = returnNamed(context, input.returnId, ['input', 'returnId']);
        context.acts.processReturn(order, returned, specOf(order, returned, input));
        return { return: returnView(context, order, returned) };
      });
    },
  };
}

/** Without a financial transfer no money goes back at all. */
function specOf(order: StoreOrder, returned: StoreReturn, input: ProcessInput): ProcessReturnSpec {
  const transfer = input.financialTransfer?.issueRefund ?? null;
  const tenders = transfer === null ? [] : tendersOf(order, transfer);
  const shipping = shippingOf(order, input);
  return {
    lines: linesOf(returned, input),
    exchanges: (input.exchangeLineItems ?? []).map(({ id, quantity }) => ({
      exchangeLineId: numberOf('ExchangeLineItem', id),
      quantity,
    })),
    refundAmount: tenders.reduce((sum, { amount }) => sum + amount, 0n),
    tenders,
    ...(transfer?.allowOverRefunding === true && { allowOverRefunding: true }),
    ...(shipping !== undefined && { refundShipping: shipping }),
    ...(input.note != null && { note: input.note }),
  };
}

function linesOf(returned: StoreReturn, { returnLineItems }: ProcessInput): ProcessReturnSpec['lines'] {
  const reversed = returned.reverseFulfillmentOrders.flatMap(({ lines }) => lines);
  return (returnLineItems ?? []).map(({ id, quantity, dispositions }, index) => {
    const returnLineId = numberOf('ReturnLineItem', id);
    const own = reversed[returned.lines.findIndex((line) => line.id === returnLineId)];
    const parts = (dispositions ?? []).map(disposalOf);
    const at = ['input', 'returnLineItems', String(index), 'dispositions'];
    if (parts.some(({ reverseLineId }) => reverseLineId !== own?.id))
      throw new Refused('NOT_FOUND', 'Reverse fulfillment order line item could not be found.', at);
    return {
      returnLineId,
      quantity,
      dispositions: parts.map((part) => ({
        type: part.type,
        quantity: part.quantity,
        locationId: part.locationId ?? null,
      })),
    };
  });
}

function shippingOf(order: StoreOrder, { refundShipping }: ProcessInput): bigint | 'all' | undefined {
  const { fullRefund, shippingRefundAmount } = refundShipping ?? {};
  // The amount overrides the wish for everything (schema: RefundShippingInput).
  if (shippingRefundAmount != null)
    return moneyIn(order.presentmentCurrency, shippingRefundAmount, {
      code: 'INVALID',
      at: ['input', 'refundShipping', 'shippingRefundAmount'],
    });
  return fullRefund === true ? 'all' : undefined;
}

function tendersOf(order: StoreOrder, { orderTransactions, refundMethods }: RefundInput): RefundTender[] {
  const mismatch = {
    code: 'INVALID',
    at: ['input', 'financialTransfer', 'issueRefund', 'orderTransactions'],
  };
  return [
    ...orderTransactions.map(({ parentId, transactionAmount }) => ({
      paymentId: numberOf('OrderTransaction', parentId),
      amount: moneyIn(order.presentmentCurrency, transactionAmount, mismatch),
    })),
    ...creditTenders(order, refundMethods),
  ];
}
