/** `/v1/disputes`: read and closed; evidence is sent by the merchant in the dashboard, which is the world's act. */
import { z } from 'zod';
import { closeDispute } from '#sandbox/stripe/act/dispute.ts';
import type { Dispute } from '#sandbox/stripe/contract.ts';
import { type Call, type Endpoint, found } from '#sandbox/stripe/endpoint.ts';
import { page } from '#sandbox/stripe/page.ts';
import { paging, read } from '#sandbox/stripe/parameter.ts';
import { disputeView } from '#sandbox/stripe/view/dispute.ts';

const path = '/v1/disputes';
const List = z.strictObject({
  ...paging,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
});

function show(call: Call): object {
  const { charge: chargeId, payment_intent: intentId, ...asked } = read(List, call.input);
  const disputes = [...call.account.disputes.values()].filter(
    ({ charge }) =>
      (chargeId === undefined || charge.id === chargeId) &&
      (intentId === undefined || charge.intent.id === intentId),
  );
  return page(disputes, { paging: asked, url: path, view: (dispute) => view(call, dispute) });
}

function close(call: Call): object {
  read(z.strictObject({}), call.input);
  const dispute = disputeOf(call);
  closeDispute(call.account, dispute);
  return view(call, dispute);
}

function view({ account }: Call, dispute: Dispute): object {
  return disputeView(dispute, { now: account.now(), currency: account.currency });
}

function disputeOf({ account, id }: Call): Dispute {
  return found(account.disputes, id, { noun: 'dispute' });
}

export const disputeEndpoints: readonly Endpoint[] = [
  { method: 'GET', path, answer: show },
  { method: 'GET', path: `${path}/:id`, answer: (call) => view(call, disputeOf(call)) },
  { method: 'POST', path: `${path}/:id/close`, answer: close },
];
