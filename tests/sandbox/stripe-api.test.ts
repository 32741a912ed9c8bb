// The API's own manners: keys, idempotency, pages, expansion, refusals, and what is not served.

import { describe, expect, test } from 'vitest';
import { clientOf, dayMs, openStripeWorld, refusalOf, startSeconds } from './stripe-world.ts';

const sale = { amount: 1000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' } as const;

describe('an idempotency key', () => {
  test('has its first answer given again for a day, and is free after it', async () => {
    const { client, clock, pass } = openStripeWorld();
    const options = { idempotencyKey: 'order-1' };
    const first = await client.paymentIntents.create(sale, options);
    await clock.run({ until: clock.now() + dayMs - 1 });
    const again = await client.paymentIntents.create(sale, options);
    expect(again).toEqual(first);
    expect(new Headers(again.lastResponse.headers).get('Idempotent-Replayed')).toBe('true');
    expect(new Headers(first.lastResponse.headers).get('Idempotent-Replayed')).toBeNull();
    expect(again.lastResponse.requestId).toBe(first.lastResponse.requestId);
    await pass(1);
    expect((await client.paymentIntents.create(sale, options)).id).not.toBe(first.id);
  });

  test('is refused for another body', async () => {
    const { client } = openStripeWorld();
    const options = { idempotencyKey: 'order-1' };
    await client.paymentIntents.create(sale, options);
    const other = client.paymentIntents.create({ ...sale, amount: 1001 }, options);
    expect(await refusalOf(other)).toMatchObject({ status: 400, type: 'StripeIdempotencyError' });
    expect((await client.charges.list()).data).toHaveLength(1);
  });

  test('is not used up by a call whose parameters were refused, but by a declined one', async () => {
    const { client } = openStripeWorld();
    const wrong = client.paymentIntents.create({ ...sale, amount: -1 }, { idempotencyKey: 'a' });
    expect(await refusalOf(wrong)).toMatchObject({ code: 'parameter_invalid_integer', param: 'amount' });
    await client.paymentIntents.create(sale, { idempotencyKey: 'a' });
    const declined = { ...sale, payment_method: 'pm_card_visa_chargeDeclined' };
    const decline = async () => refusalOf(client.paymentIntents.create(declined, { idempotencyKey: 'b' }));
    expect(await decline()).toEqual(await decline());
    expect((await client.charges.list()).data).toHaveLength(2);
  });
});

describe('a planted fault', () => {
  test('of the rate limit is told as such, once', async () => {
    const { client, stripe } = openStripeWorld();
    stripe.plant('429');
    expect(await refusalOf(client.balance.retrieve())).toMatchObject({
      status: 429,
      type: 'StripeRateLimitError',
    });
    expect((await client.balance.retrieve()).object).toBe('balance');
  });

  test('after success leaves a charge behind that only a search finds', async () => {
    const { client, stripe } = openStripeWorld();
    stripe.plant('500-after-success');
    const attempt = async () => refusalOf(client.paymentIntents.create(sale, { idempotencyKey: 'a' }));
    expect(await attempt()).toMatchObject({ status: 500, type: 'StripeAPIError' });
    expect(await attempt()).toMatchObject({ status: 500 });
    expect((await client.charges.list()).data).toHaveLength(1);
  });

  test('of the connection after success is healed by the same key', async () => {
    const { client, stripe } = openStripeWorld();
    stripe.plant('timeout-after-success');
    const options = { idempotencyKey: 'a' };
    expect(await refusalOf(client.paymentIntents.create(sale, options))).toMatchObject({
      type: 'StripeConnectionError',
    });
    expect((await client.paymentIntents.create(sale, options)).status).toBe('succeeded');
    expect((await client.charges.list()).data).toHaveLength(1);
  });

  test('before anything was done leaves nothing behind and the key unused', async () => {
    const { client, stripe } = openStripeWorld();
    stripe.plant('500');
    stripe.plant('timeout');
    const options = { idempotencyKey: 'a' };
    await refusalOf(client.paymentIntents.create(sale, options));
    await refusalOf(client.paymentIntents.create(sale, options));
    expect((await client.charges.list()).data).toEqual([]);
    expect((await client.paymentIntents.create(sale, options)).status).toBe('succeeded');
  });
});

describe('a list', () => {
  test('is given out the newest first, in pages that the client follows to the end', async () => {
    const { client, stripe } = openStripeWorld();
    const made = Array.from(
      { length: 25 },
      () => stripe.pay({ amount: { minor: 100n, currency: 'USD' } }).charge.id,
    );
    const followed: string[] = [];
    for await (const charge of client.charges.list({ limit: 4 })) followed.push(charge.id);
    expect(followed).toEqual(made.toReversed());
    const first = await client.charges.list();
    expect(first.data).toHaveLength(10);
    expect(first).toMatchObject({ has_more: true, url: '/v1/charges' });
  });

  test('goes back to right before an object', async () => {
    const { client, stripe } = openStripeWorld();
    const made = Array.from(
      { length: 6 },
      () => stripe.pay({ amount: { minor: 100n, currency: 'USD' } }).charge.id,
    );
    const oldest = made[0] ?? '';
    const before = await client.charges.list({ ending_before: oldest, limit: 2 });
    expect(before.data.map(({ id }) => id)).toEqual([made[2], made[1]]);
    expect(before.has_more).toBe(true);
    const backwards: string[] = [];
    for await (const charge of client.charges.list({ ending_before: oldest, limit: 2 }))
      backwards.push(charge.id);
    expect(backwards).toEqual(made.slice(1));
  });

  test('is held to a span of time', async () => {
    const { client, stripe, pass } = openStripeWorld();
    for (let day = 0; day < 4; day += 1) {
      stripe.pay({ amount: { minor: 100n, currency: 'USD' } });
      await pass(1);
    }
    const span = { gt: startSeconds, lte: startSeconds + 2 * 86_400 };
    const { data } = await client.charges.list({ created: span });
    expect(data.map(({ created }) => (created - startSeconds) / 86_400)).toEqual([2, 1]);
  });

  test('refuses a limit out of range and a cursor it does not have', async () => {
    const { client } = openStripeWorld();
    expect(await refusalOf(client.charges.list({ limit: 101 }).then())).toMatchObject({
      status: 400,
      param: 'limit',
    });
    expect(await refusalOf(client.charges.list({ starting_after: 'ch_none' }).then())).toMatchObject({
      code: 'resource_missing',
      param: 'starting_after',
    });
  });
});

describe('a refusal', () => {
  test('of a wrong key is 401, before anything else', async () => {
    const { stripe } = openStripeWorld();
    const refusal = await refusalOf(clientOf(stripe, 'sk_test_other').balance.retrieve());
    expect(refusal).toMatchObject({ status: 401, type: 'StripeAuthenticationError' });
  });

  test('names what is missing', async () => {
    const { client } = openStripeWorld();
    expect(await refusalOf(client.charges.retrieve('ch_none'))).toMatchObject({
      status: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such charge: 'ch_none'",
    });
    expect(await refusalOf(client.rawRequest('POST', '/v1/payment_intents', { amount: 100 }))).toMatchObject({
      code: 'parameter_missing',
      param: 'currency',
    });
    expect(await refusalOf(client.charges.list({ expand: ['data.nothing'] }).then())).toMatchObject({
      status: 400,
      param: 'expand',
    });
  });

  test('of what is not modelled is 501 and noted: a path, a parameter, an expansion, a version', async () => {
    const { client, stripe } = openStripeWorld();
    expect(await refusalOf(client.subscriptions.list().then())).toMatchObject({ status: 501 });
    await refusalOf(client.paymentIntents.create({ ...sale, application_fee_amount: 1 }));
    await refusalOf(client.paymentIntents.create({ ...sale, expand: ['payment_method'] }));
    await refusalOf(client.balance.retrieve({}, { apiVersion: '2024-06-20' }));
    expect(stripe.unsupported).toEqual([
      'GET /v1/subscriptions',
      'POST /v1/payment_intents: the parameter application_fee_amount',
      'POST /v1/payment_intents: expanding payment_method',
      'GET /v1/balance: the API version 2024-06-20',
    ]);
    expect((await client.paymentIntents.list()).data).toEqual([]);
  });
});

test('events are listed for thirty days and say which call made them', async () => {
  const { client, pass } = openStripeWorld();
  const customer = await client.customers.create({ email: 'ada@example.com' }, { idempotencyKey: 'ada' });
  expect((await client.customers.retrieve(customer.id)).object).toBe('customer');
  const [event] = (await client.events.list()).data;
  expect(event).toMatchObject({
    type: 'customer.created',
    data: { object: { email: 'ada@example.com' } },
    request: { id: customer.lastResponse.requestId, idempotency_key: 'ada' },
  });
  expect(await client.events.retrieve(event?.id ?? '')).toMatchObject({ id: event?.id });
  await pass(31);
  expect((await client.events.list()).data).toEqual([]);
});

test('one seed gives one world, byte for byte', async () => {
  const life = async () => {
    const { client, stripe, pass } = openStripeWorld({ seed: 7 });
    stripe.refund(stripe.pay({ amount: { minor: 4200n, currency: 'USD' } }).charge.id, { amount: 200n });
    await pass(3);
    return JSON.stringify((await client.events.list({ limit: 100 })).data);
  };
  expect(await life()).toBe(await life());
});
