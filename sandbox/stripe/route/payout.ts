/** `/v1/payouts`. */
import { z } from 'zod';
import { cancelPayout, createPayout, reversePayout } from '#sandbox/stripe/act/payout.ts';
import type { Payout } from '#sandbox/stripe/contract.ts';
import { type Call, type Endpoint, found } from '#sandbox/stripe/endpoint.ts';
import { page } from '#sandbox/stripe/page.ts';
import { amount, isWithin, metadata, paging, read, text } from '#sandbox/stripe/parameter.ts';
import { invalid } from '#sandbox/stripe/refusal.ts';
import { payoutView } from '#sandbox/stripe/view/payout.ts';

const path = '/v1/payouts';

const Create = z.strictObject({
  amount,
  currency: z.string(),
  description: text.optional(),
  metadata: metadata.optional(),
  method: z.literal('standard').optional(),
  source_type: z.literal('card').optional(),
  statement_descriptor: text.optional(),
});

function create({ account, input }: Call): object {
  const asked = read(Create, input);
  if (asked.currency !== account.currency)
    throw invalid(`Sorry, you don't have any external accounts in that currency (${asked.currency}).`, {
      param: 'currency',
    });
  const payout = createPayout(account, {
    amount: asked.amount,
    description: asked.description ?? null,
    statementDescriptor: asked.statement_descriptor ?? null,
    metadata: asked.metadata ?? {},
  });
  return payoutView(payout, account);
}

const List = z.strictObject({ ...paging, arrival_date: paging.created, status: z.string().optional() });

function show({ account, input }: Call): object {
  const { arrival_date: arrival, status, ...asked } = read(List, input);
  const payouts = [...account.payouts.values()].filter(
    (payout) => isWithin(payout.arrivalDate, arrival) && (status === undefined || payout.status === status),
  );
  return page(payouts, { paging: asked, url: path, view: (payout) => payoutView(payout, account) });
}

function cancel(call: Call): object {
  read(z.strictObject({}), call.input);
  const payout = payoutOf(call);
  cancelPayout(call.account, payout);
  return payoutView(payout, call.account);
}

function reverse(call: Call): object {
  const asked = read(z.strictObject({ metadata: metadata.optional() }), call.input);
  return payoutView(reversePayout(call.account, payoutOf(call), asked.metadata ?? {}), call.account);
}

function payoutOf({ account, id }: Call): Payout {
  return found(account.payouts, id, { noun: 'payout', param: 'payout' });
}

export const payoutEndpoints: readonly Endpoint[] = [
  { method: 'POST', path, answer: create },
  { method: 'GET', path, answer: show },
  { method: 'GET', path: `${path}/:id`, answer: (call) => payoutView(payoutOf(call), call.account) },
  { method: 'POST', path: `${path}/:id/cancel`, answer: cancel },
  { method: 'POST', path: `${path}/:id/reverse`, answer: reverse },
];
