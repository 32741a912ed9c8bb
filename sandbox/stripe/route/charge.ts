/** `/v1/charges`: read alone, for every charge is made by a payment intent. */
import { z } from 'zod';
import { type Call, type Endpoint, found } from '#sandbox/stripe/endpoint.ts';
import { page } from '#sandbox/stripe/page.ts';
import { paging, read } from '#sandbox/stripe/parameter.ts';
import { chargeView } from '#sandbox/stripe/view/charge.ts';

const path = '/v1/charges';
const List = z.strictObject({
  ...paging,
  customer: z.string().optional(),
  payment_intent: z.string().optional(),
});

function show({ account, input }: Call): object {
  const { customer, payment_intent: intentId, ...asked } = read(List, input);
  const charges = [...account.charges.values()].filter(
    ({ intent }) =>
      (customer === undefined || intent.customer === customer) &&
      (intentId === undefined || intent.id === intentId),
  );
  return page(charges, { paging: asked, url: path, view: chargeView });
}

export const chargeEndpoints: readonly Endpoint[] = [
  { method: 'GET', path, answer: show },
  {
    method: 'GET',
    path: `${path}/:id`,
    answer: ({ account, id }) => chargeView(found(account.charges, id, { noun: 'charge' })),
  },
];
