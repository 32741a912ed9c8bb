/** `/v1/refunds`. */
import { z } from 'zod';
import { cancelRefund, createRefund } from '#sandbox/stripe/act/refund.ts';
import type { Charge, Refund } from '#sandbox/stripe/contract.ts';
import { type Call, type Endpoint, found } from '#sandbox/stripe/endpoint.ts';
import { page } from '#sandbox/stripe/page.ts';
import { amount, metadata, paging, read } from '#sandbox/stripe/parameter.ts';
import { invalid } from '#sandbox/stripe/refusal.ts';
import { refundView } from '#sandbox/stripe/view/refund.ts';

const path = '/v1/refunds';

const Create = z.strictObject({
  amount: amount.optional(),
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadata.optional(),
});

function create(call: Call): object {
  const { charge, payment_intent: intent, ...asked } = read(Create, call.input);
  return refundView(createRefund(call.account, chargeOf(call, { charge, intent }), asked));
}

function chargeOf({ account }: Call, by: { charge: string | undefined; intent: string | undefined }): Charge {
  if (by.charge !== undefined) return found(account.charges, by.charge, { noun: 'charge', param: 'charge' });
  if (by.intent === undefined)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
      {
        code: 'parameter_missing',
      },
    );
  const { charge } = found(account.intents, by.intent, { noun: 'payment_intent', param: 'payment_intent' });
  if (charge === null || charge.state === 'declined')
    throw invalid('This PaymentIntent does not have a successful charge to refund.');
  return charge;
}

const List = z.strictObject({
  ...paging,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
});

function show({ account, input }: Call): object {
  const { charge: chargeId, payment_intent: intentId, ...asked } = read(List, input);
  const refunds = [...account.refunds.values()].filter(
    ({ charge }) =>
      (chargeId === undefined || charge.id === chargeId) &&
      (intentId === undefined || charge.intent.id === intentId),
  );
  return page(refunds, { paging: asked, url: path, view: refundView });
}

function cancel(call: Call): object {
  read(z.strictObject({}), call.input);
  const refund = refundOf(call);
  cancelRefund(call.account, refund);
  return refundView(refund);
}

function refundOf({ account, id }: Call): Refund {
  return found(account.refunds, id, { noun: 'refund' });
}

export const refundEndpoints: readonly Endpoint[] = [
  { method: 'POST', path, answer: create },
  { method: 'GET', path, answer: show },
  { method: 'GET', path: `${path}/:id`, answer: (call) => refundView(refundOf(call)) },
  { method: 'POST', path: `${path}/:id/cancel`, answer: cancel },
];
