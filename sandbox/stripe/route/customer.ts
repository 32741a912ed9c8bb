/** `/v1/customers`: only so much that a payment can name one. */
import { z } from 'zod';
import type { Customer } from '#sandbox/stripe/contract.ts';
import { type Call, type Endpoint, found } from '#sandbox/stripe/endpoint.ts';
import { page } from '#sandbox/stripe/page.ts';
import { metadata, paging, read, text } from '#sandbox/stripe/parameter.ts';
import { customerView } from '#sandbox/stripe/view/customer.ts';

const path = '/v1/customers';

const Create = z.strictObject({
  email: text.optional(),
  name: text.optional(),
  description: text.optional(),
  metadata: metadata.optional(),
});

function create({ account, input }: Call): object {
  const { email = null, name = null, description = null, metadata: notes = {} } = read(Create, input);
  const id = account.newId('cus');
  const customer: Customer = { id, created: account.now(), email, name, description, metadata: notes };
  account.customers.set(id, customer);
  account.announce('customer.created', customerView(customer));
  return customerView(customer);
}

const List = z.strictObject({ ...paging, email: z.string().optional() });

function show({ account, input }: Call): object {
  const { email, ...asked } = read(List, input);
  const customers = [...account.customers.values()].filter(
    (one) => email === undefined || one.email === email,
  );
  return page(customers, { paging: asked, url: path, view: customerView });
}

export const customerEndpoints: readonly Endpoint[] = [
  { method: 'POST', path, answer: create },
  { method: 'GET', path, answer: show },
  {
    method: 'GET',
    path: `${path}/:id`,
    answer: ({ account, id }) => customerView(found(account.customers, id, { noun: 'customer' })),
  },
];
