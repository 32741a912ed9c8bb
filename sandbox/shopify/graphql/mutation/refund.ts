/** `refundCreate`: goods, shipping, duties and money that go back, to the payments that the app names. */
import { type RefundSpec, type RefundTender, Refused } from '../../model/act.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { RestockType } from '../../model/return.ts';
import type { AdminContext } from '../context.ts';
import { numberOf, orderOfId } from '../lookup.ts';
import { orderView } from '../view/order.ts';
import { refundView } from '../view/refund.ts';
import { carryOut, type Mutations } from './answer.ts';
import { orderNamed } from './find.ts';
import { assertNotGiven, minorOf, type MoneyInput, moneyIn } from './input.ts';

/** `refundMethods` of a refund or a return: only store credit, in the order's presentment currency. */
export type RefundMethodInput = {
  readonly storeCreditRefund?: {
    readonly amount: MoneyInput;
    readonly expiresAt?: string | null;
  } | null;
};

type RefundInput = {
  readonly orderId: string;
  readonly currency?: string | null;
  readonly note?: string | null;
  readonly allowOverRefunding?: boolean | null;
  readonly discrepancyReason?: 'CUSTOMER' | 'DAMAGE' | 'OTHER' | 'RESTOCK' | null;
  readonly refundLineItems?:
    | readonly {
        readonly lineItemId: string;
        readonly quantity: number;
        readonly restockType?: RestockType | 'LEGACY_RESTOCK' | null;
        readonly locationId?: string | null;
      }[]
    | null;
  readonly refundDuties?: readonly DutyInput[] | null;
  readonly refundMethods?: readonly RefundMethodInput[] | null;
  readonly shipping?: {
    readonly amount?: string | number | null;
    readonly fullRefund?: boolean | null;
  } | null;
  readonly transactions?: readonly TransactionInput[] | null;
};

type DutyInput = { readonly dutyId: string; readonly refundType?: 'FULL' | 'PROPORTIONAL' | null };

type TransactionInput = {
  readonly amount: string | number;
  readonly gateway: string;
  readonly kind: string;
  readonly orderId: string;
  readonly parentId?: string | null;
};

export function refundMutations(context: AdminContext): Mutations {
  return {
    refundCreate: ({ input }: { readonly input: RefundInput }, info) => {
      assertNotGiven(input, ['processedAt']);
      return carryOut(
        info,
        () => {
          const missing = { message: 'Order does not exist', at: ['orderId'] };
          const order = orderNamed(context, input.orderId, missing);
          assertCurrency(order, input.currency ?? null);
          const refund = context.acts.refund(order, specOf(order, input));
          return { refund: refundView(context, order, refund), order: orderView(context, order) };
        },
        {
          still: () => {
            const order = orderOfId(context.state, numberOf('Order', input.orderId));
            return order === undefined ? {} : { order: orderView(context, order) };
          },
        },
      );
    },
  };
}

/** Store credit as tenders of a refund. */
export function creditTenders(
  order: StoreOrder,
  methods: readonly RefundMethodInput[] | null | undefined,
): RefundTender[] {
  return (methods ?? []).flatMap(({ storeCreditRefund }) => {
    if (storeCreditRefund == null) return [];
    assertNotGiven(storeCreditRefund, ['expiresAt']);
    if (order.customer === null)
      throw new Refused('INVALID', 'Store credit refunds require a customer.', ['refundMethods']);
    const mismatch = { code: 'INVALID', at: ['refundMethods', 'storeCreditRefund', 'amount'] };
    const amount = moneyIn(order.presentmentCurrency, storeCreditRefund.amount, mismatch);
    return [{ amount, gateway: 'shopify_store_credit' }];
  });
}

/** What was asked for by `refundDuties`. A duty goes back in proportion to its units unless all of it is asked for. */
function dutiesOf(duties: readonly DutyInput[] | null | undefined): NonNullable<RefundSpec['duties']> {
  return (duties ?? []).map(({ dutyId, refundType }) => ({
    dutyId: numberOf('Duty', dutyId),
    type: refundType ?? 'PROPORTIONAL',
  }));
}

function specOf(order: StoreOrder, input: RefundInput): RefundSpec {
  const { note, allowOverRefunding, discrepancyReason } = input;
  const shipping = shippingOf(order, input.shipping);
  return {
    lines: linesOf(input),
    duties: dutiesOf(input.refundDuties),
    tenders: [...tendersOf(order, input), ...creditTenders(order, input.refundMethods)],
    ...(shipping !== undefined && { shipping }),
    ...(note != null && { note }),
    ...(allowOverRefunding != null && { allowOverRefunding }),
    ...(discrepancyReason != null && {
      // Orders show no such reason: what is not one of the others is a plain discrepancy there.
      discrepancy: discrepancyReason === 'OTHER' ? 'REFUND_DISCREPANCY' : discrepancyReason,
    }),
  };
}

function linesOf({ refundLineItems }: RefundInput): NonNullable<RefundSpec['lines']> {
  return (refundLineItems ?? []).map(({ lineItemId, quantity, restockType, locationId }) => {
    if (restockType === 'LEGACY_RESTOCK')
      throw new Refused('INVALID', 'Restock type legacy_restock is not accepted when creating new refunds', [
        'refundLineItems',
        'restockType',
      ]);
    return {
      lineId: numberOf('LineItem', lineItemId),
      quantity,
      restock: restockType ?? 'NO_RESTOCK',
      ...(locationId != null && { locationId: numberOf('Location', locationId) }),
    };
  });
}

function shippingOf(order: StoreOrder, shipping: RefundInput['shipping']): bigint | 'all' | undefined {
  if (shipping?.fullRefund === true) return 'all';
  return shipping?.amount == null ? undefined : minorOf(shipping.amount, order.presentmentCurrency);
}

/** The gateway written in the input is not looked at: the money goes back through the one that took it. */
function tendersOf(order: StoreOrder, { transactions }: RefundInput): RefundTender[] {
  return (transactions ?? []).map(({ kind, amount, parentId, gateway }) => {
    if (kind !== 'REFUND')
      throw new Refused('INVALID', `Kind ${kind.toLowerCase()} is not a valid transaction`);
    const minor = minorOf(amount, order.presentmentCurrency);
    if (parentId != null) return { amount: minor, paymentId: numberOf('OrderTransaction', parentId) };
    if (order.transactions.length === 0) return { amount: minor, gateway };
    throw new Refused('INVALID', 'Transactions require a parent_id associated with the order', [
      'transactions',
    ]);
  });
}

function assertCurrency({ currency, presentmentCurrency }: StoreOrder, given: string | null): void {
  const isRequired = currency !== presentmentCurrency;
  if (given === null ? !isRequired : given === presentmentCurrency) return;
  throw new Refused('INVALID', `Currency must be the presentment currency ${presentmentCurrency}`, [
    'currency',
  ]);
}
