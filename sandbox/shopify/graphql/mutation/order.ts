/** What staff do to an order itself: cancel, archive, note, tag and assess it. */
import { fulfillmentStatusOf } from '../../order.ts';
import { Refused } from '../../model/act.ts';
import type { RiskLevel, StoreOrder, StoreRisk } from '../../model/order.ts';
import type { AdminContext } from '../context.ts';
import { orderView } from '../view/order.ts';
import { assessmentView } from '../view/risk.ts';
import { carryOut, type Mutations } from './answer.ts';
import { requestingApp } from './requesting-app.ts';
import { orderNamed } from './find.ts';
import { assertNotGiven } from './input.ts';
import { cancelJob } from './job.ts';

type CancelInput = {
  readonly orderId: string;
  readonly reason: Uppercase<NonNullable<StoreOrder['cancelReason']>>;
  readonly restock: boolean;
  readonly refund?: boolean | null;
  readonly refundMethod?: {
    readonly originalPaymentMethodsRefund?: boolean | null;
    readonly storeCreditRefund?: { readonly expiresAt?: string | null } | null;
  } | null;
  readonly staffNote?: string | null;
};

type RiskInput = {
  readonly orderRiskAssessmentInput: {
    readonly orderId: string;
    readonly riskLevel: RiskLevel;
    readonly facts: StoreRisk['facts'];
  };
};

// Shopify docs: orderCancel, OrderRiskAssessmentCreateUserErrorCode, OrderRiskAssessmentFactInput.
const staffNoteMax = 255;
const factsMax = 20;
const descriptionMax = 256;

const reasons = {
  CUSTOMER: 'customer',
  DECLINED: 'declined',
  FRAUD: 'fraud',
  INVENTORY: 'inventory',
  OTHER: 'other',
  STAFF: 'staff',
} as const;

export function orderMutations(context: AdminContext): Mutations {
  return {
    orderCancel: (args: CancelInput, info) =>
      carryOut(
        info,
        () => {
          const missing = { message: 'Order does not exist', at: ['orderId'] };
          return cancel(context, orderNamed(context, args.orderId, missing), args);
        },
        { at: ['orderId'] },
      ),
    orderClose: ({ input }: { readonly input: { readonly id: string } }, info) =>
      carryOut(info, () => {
        const order = orderNamed(context, input.id, { message: 'Order does not exist', at: ['id'] });
        // To close what is closed is no error and does nothing, as in the real store.
        if (order.closedAt === null) context.acts.closeOrder(order);
        return { order: orderView(context, order) };
      }),
    orderOpen: ({ input }: { readonly input: { readonly id: string } }, info) =>
      carryOut(info, () => {
        const order = orderNamed(context, input.id, { message: 'Order does not exist', at: ['id'] });
        if (order.closedAt !== null) context.acts.reopenOrder(order);
        return { order: orderView(context, order) };
      }),
    orderRiskAssessmentCreate: ({ orderRiskAssessmentInput: input }: RiskInput, info) =>
      carryOut(info, () => {
        const risk = assess(context, input);
        return { orderRiskAssessment: assessmentView(risk) };
      }),
  };
}

/** The real store cancels a moment later in a job; this one has cancelled when it answers, and the job is done. */
function cancel(
  context: AdminContext,
  order: StoreOrder,
  args: CancelInput,
): Readonly<Record<string, unknown>> {
  const { refundMethod, staffNote } = args;
  if ((staffNote ?? '').length > staffNoteMax)
    throw new Refused('INVALID', 'Staff note is too long. Maximum length is 255 characters.', ['staffNote']);
  if (args.refund != null && refundMethod != null)
    throw new Refused('INVALID', 'Only one of the arguments `refund` or `refund_method` is allowed.', [
      'refund',
    ]);
  const credit = refundMethod?.storeCreditRefund;
  if (credit != null) assertNotGiven(credit, ['expiresAt']);
  if (credit != null && order.customer === null)
    throw new Refused(
      'STORE_CREDIT_REFUND_MISSING_CUSTOMER',
      'A store credit refund requires that the order has a customer.',
      ['refundMethod'],
    );
  if (order.returns.some(({ status }) => status === 'OPEN' || status === 'REQUESTED'))
    throw new Refused('INVALID', 'Cannot cancel an order with a return in progress', ['orderId']);
  context.acts.cancel(order, {
    reason: reasons[args.reason],
    restock: args.restock,
    refund: args.refund ?? (credit != null || refundMethod?.originalPaymentMethodsRefund === true),
    ...(credit != null && { to: 'shopify_store_credit' }),
  });
  return cancelJob(context, order);
}

function assess(context: AdminContext, input: RiskInput['orderRiskAssessmentInput']): StoreRisk {
  const { orderId, riskLevel: level } = input;
  const at = (field: string): string[] => ['orderRiskAssessmentInput', field];
  const order = orderNamed(context, orderId, { message: 'Order not found.', at: at('orderId') });
  if (fulfillmentStatusOf(order) === 'fulfilled')
    throw new Refused(
      'ORDER_ALREADY_FULFILLED',
      'The order is marked as fulfilled and can no longer accept new order risk assessments.',
      at('orderId'),
    );
  if (input.facts.length > factsMax)
    throw new Refused(
      'TOO_MANY_FACTS',
      'More than 20 facts were provided for the order risk assessment.',
      at('facts'),
    );
  const facts = input.facts.map(({ description, sentiment }) => ({
    description: description.slice(0, descriptionMax),
    sentiment,
  }));
  context.acts.assessRisk(order, { provider: requestingApp, level, facts });
  return { at: context.clock.now(), provider: requestingApp, level, facts };
}
