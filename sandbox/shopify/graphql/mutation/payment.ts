/** Money that comes in: captured, voided, or recorded by hand. */
import { decimalText } from '../../text.ts';
import { Refused } from '../../model/act.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { StoreTransaction } from '../../model/transaction.ts';
import { financialStatusOf, openAuthorizationsOf, outstandingOf } from '../../order.ts';
import type { AdminContext } from '../context.ts';
import { numberOf, orderOfId, transactionOfId } from '../lookup.ts';
import { orderView } from '../view/order.ts';
import { transactionView } from '../view/transaction.ts';
import { isWithinReach } from '../window.ts';
import { carryOut, type Mutations } from './answer.ts';
import { orderNamed } from './find.ts';
import { assertNotGiven, minorOf, type MoneyInput, moneyIn } from './input.ts';

type CaptureInput = {
  readonly input: {
    readonly id: string;
    readonly parentTransactionId: string;
    readonly amount: string | number;
    readonly currency?: string | null;
    readonly finalCapture?: boolean | null;
  };
};

type ManualInput = {
  readonly id: string;
  readonly amount?: MoneyInput | null;
  readonly paymentMethodName?: string | null;
};

export function paymentMutations(context: AdminContext): Mutations {
  return {
    orderMarkAsPaid: ({ input }: { readonly input: { readonly id: string } }, info) =>
      carryOut(
        info,
        () => {
          const missing = { message: 'Order does not exist', at: ['id'] };
          const order = orderNamed(context, input.id, missing);
          markAsPaid(context, order);
          return { order: orderView(context, order) };
        },
        {
          still: () => {
            const order = orderOfId(context.state, numberOf('Order', input.id));
            return order === undefined ? {} : { order: orderView(context, order) };
          },
        },
      ),
    orderCreateManualPayment: (args: ManualInput, info) => {
      assertNotGiven(args, ['processedAt']);
      return carryOut(info, () => {
        const missing = { code: 'ORDER_NOT_FOUND', message: 'Order is not found.', at: ['id'] };
        const order = orderNamed(context, args.id, missing);
        const amount = manualAmount(order, args.amount ?? null);
        context.acts.recordManualPayment(order, { gateway: args.paymentMethodName ?? 'Other', amount });
        return { order: orderView(context, order) };
      });
    },
    orderCapture: ({ input }: CaptureInput, info) =>
      carryOut(
        info,
        () => {
          const order = orderNamed(context, input.id, { message: 'Order does not exist', at: ['id'] });
          return { transaction: transactionView(context, order, capture(context, order, input)) };
        },
        { at: ['amount'] },
      ),
    transactionVoid: (args: { readonly parentTransactionId: string }, info) =>
      carryOut(
        info,
        () => {
          const { order, authorization } = voidable(context, args.parentTransactionId);
          const { gateway, id: parentId } = authorization;
          const transaction = context.acts.pay(order, { kind: 'void', gateway, parentId });
          return { transaction: transactionView(context, order, transaction) };
        },
        { at: ['parentTransactionId'] },
      ),
  };
}

/** Captures what is authorized, else records a sale of all that is outstanding. */
function markAsPaid({ acts }: AdminContext, order: StoreOrder): void {
  const status = financialStatusOf(order);
  const outstanding = outstandingOf(order).presentment;
  const isPayable = status !== 'paid' && order.cancelledAt === null && outstanding > 0n;
  if (!isPayable) throw new Refused('INVALID', 'Order cannot be marked as paid.', ['id']);
  for (const { authorization, left } of openAuthorizationsOf(order)) {
    const open = outstandingOf(order).presentment;
    if (open <= 0n) return;
    const { gateway, id: parentId } = authorization;
    acts.pay(order, { kind: 'capture', gateway, parentId, amount: left < open ? left : open });
  }
  if (outstandingOf(order).presentment > 0n) acts.recordManualPayment(order, { gateway: 'manual' });
}

function manualAmount(order: StoreOrder, given: MoneyInput | null): bigint {
  const outstanding = outstandingOf(order).presentment;
  if (order.cancelledAt !== null)
    throw new Refused('ORDER_IS_TEMPORARILY_UNAVAILABLE', 'Order is temporarily unavailable.', ['id']);
  const mismatch = { code: 'CURRENCY_MISMATCH', at: ['amount'] };
  const amount = given === null ? outstanding : moneyIn(order.presentmentCurrency, given, mismatch);
  if (amount <= 0n) throw new Refused('AMOUNT_NOT_POSITIVE', 'Amount must be positive.', ['amount']);
  if (amount > outstanding)
    throw new Refused('AMOUNT_EXCEEDS_BALANCE', 'Amount exceeds the remaining balance.', ['amount']);
  return amount;
}

function capture(context: AdminContext, order: StoreOrder, input: CaptureInput['input']): StoreTransaction {
  const { presentmentCurrency } = order;
  const isForeign = order.currency !== presentmentCurrency;
  if (input.currency == null ? isForeign : input.currency !== presentmentCurrency)
    throw new Refused('INVALID', `Currency must be the presentment currency ${presentmentCurrency}`, [
      'currency',
    ]);
  const id = numberOf('OrderTransaction', input.parentTransactionId);
  const open = openAuthorizationsOf(order).find(({ authorization }) => authorization.id === id);
  if (open === undefined)
    throw new Refused('INVALID', 'Parent transaction is not a capturable authorization.', [
      'parentTransactionId',
    ]);
  const amount = minorOf(input.amount, presentmentCurrency);
  if (amount > open.left)
    throw new Refused(
      'INVALID',
      `Amount exceeds the remaining authorized amount of ${decimalText(open.left, presentmentCurrency)}`,
      ['amount'],
    );
  const { gateway } = open.authorization;
  const captured = context.acts.pay(order, { kind: 'capture', gateway, parentId: id, amount });
  const isRestLeft = openAuthorizationsOf(order).some(({ authorization }) => authorization.id === id);
  if (input.finalCapture === true && isRestLeft)
    context.acts.pay(order, { kind: 'void', gateway, parentId: id });
  return captured;
}

function voidable(context: AdminContext, id: string) {
  const found = transactionOfId(context.state, numberOf('OrderTransaction', id));
  const at = ['parentTransactionId'];
  if (found === undefined || !isWithinReach(context, found.order))
    throw new Refused('TRANSACTION_NOT_FOUND', 'Transaction does not exist.', at);
  const { order, item } = found;
  const isAuthorization = item.kind === 'authorization' || item.kind === 'emv_authorization';
  if (!isAuthorization || item.status !== 'success')
    throw new Refused('AUTH_NOT_SUCCESSFUL', 'Transaction must be a successful authorization.', at);
  const isUntouched = openAuthorizationsOf(order).some(
    ({ authorization, left }) => authorization === item && left === item.amount.presentment,
  );
  if (!isUntouched) throw new Refused('AUTH_NOT_VOIDABLE', 'Transaction must be voidable.', at);
  return { order, authorization: item };
}
