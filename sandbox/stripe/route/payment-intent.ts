/** `/v1/payment_intents`. */
import { z } from 'zod';
import { capture } from '#sandbox/stripe/act/capture.ts';
import { cancelIntent, confirmIntent, createIntent, requireStatus } from '#sandbox/stripe/act/payment.ts';
import type { PaymentIntent } from '#sandbox/stripe/contract.ts';
import { type Call, type Endpoint, found } from '#sandbox/stripe/endpoint.ts';
import { tenderOf } from '#sandbox/stripe/method.ts';
import { page } from '#sandbox/stripe/page.ts';
import { amount, flag, list, metadata, paging, read, text } from '#sandbox/stripe/parameter.ts';
import { Unsupported } from '#sandbox/stripe/refusal.ts';
import { paymentIntentView } from '#sandbox/stripe/view/payment-intent.ts';

const path = '/v1/payment_intents';

const Create = z.strictObject({
  amount,
  currency: z.string(),
  confirm: flag.default(false),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).default('automatic'),
  customer: z.string().optional(),
  description: text.optional(),
  metadata: metadata.optional(),
  payment_method: z.string().optional(),
  payment_method_types: list.optional(),
  payment_method_options: z
    .strictObject({
      card: z.strictObject({ request_multicapture: z.enum(['if_available', 'never']).optional() }),
    })
    .optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  receipt_email: text.optional(),
  statement_descriptor: text.optional(),
  statement_descriptor_suffix: text.optional(),
});

function create({ account, input }: Call): object {
  const asked = read(Create, input);
  const types = asked.payment_method_types ?? ['card'];
  const other = types.find((type) => type !== 'card');
  if (other !== undefined) throw new Unsupported(`the payment method type ${other}`);
  if (asked.customer !== undefined)
    found(account.customers, asked.customer, { noun: 'customer', param: 'customer' });
  const intent = createIntent(account, {
    amount: asked.amount,
    currency: asked.currency.toLowerCase(),
    captureMethod: asked.capture_method === 'manual' ? 'manual' : 'automatic',
    allowsMulticapture: asked.payment_method_options?.card.request_multicapture === 'if_available',
    customer: asked.customer ?? null,
    description: asked.description ?? null,
    metadata: asked.metadata ?? {},
    receiptEmail: asked.receipt_email ?? null,
    statementDescriptor: asked.statement_descriptor ?? null,
    statementDescriptorSuffix: asked.statement_descriptor_suffix ?? null,
    tender: asked.payment_method === undefined ? null : tenderOf(asked.payment_method),
  });
  if (asked.confirm) confirmIntent(account, intent);
  return paymentIntentView(intent);
}

const Confirm = z.strictObject({ payment_method: z.string().optional(), return_url: z.string().optional() });

function confirm(call: Call): object {
  const asked = read(Confirm, call.input);
  const intent = intentOf(call);
  const tender = asked.payment_method === undefined ? null : tenderOf(asked.payment_method);
  confirmIntent(call.account, intent, tender);
  return paymentIntentView(intent);
}

const Capture = z.strictObject({
  amount_to_capture: amount.optional(),
  final_capture: flag.default(true),
  metadata: metadata.optional(),
});

function take(call: Call): object {
  const asked = read(Capture, call.input);
  const intent = intentOf(call);
  requireStatus(intent, ['requires_capture'], 'capture');
  if (asked.metadata !== undefined) intent.metadata = { ...intent.metadata, ...asked.metadata };
  capture(call.account, intent, { amount: asked.amount_to_capture, isFinal: asked.final_capture });
  return paymentIntentView(intent);
}

const Cancel = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
});

function cancel(call: Call): object {
  const asked = read(Cancel, call.input);
  const intent = intentOf(call);
  cancelIntent(call.account, intent, asked.cancellation_reason ?? null);
  return paymentIntentView(intent);
}

const List = z.strictObject({ ...paging, customer: z.string().optional() });

function show({ account, input }: Call): object {
  const { customer, ...asked } = read(List, input);
  const intents = [...account.intents.values()].filter(
    (intent) => customer === undefined || intent.customer === customer,
  );
  return page(intents, { paging: asked, url: path, view: paymentIntentView });
}

function intentOf({ account, id }: Call): PaymentIntent {
  return found(account.intents, id, { noun: 'payment_intent', param: 'intent' });
}

export const paymentIntentEndpoints: readonly Endpoint[] = [
  { method: 'POST', path, answer: create },
  { method: 'GET', path, answer: show },
  { method: 'GET', path: `${path}/:id`, answer: (call) => paymentIntentView(intentOf(call)) },
  { method: 'POST', path: `${path}/:id/confirm`, answer: confirm },
  { method: 'POST', path: `${path}/:id/capture`, answer: take },
  { method: 'POST', path: `${path}/:id/cancel`, answer: cancel },
];
