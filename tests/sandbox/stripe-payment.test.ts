// Payments, refunds and disputes, as the vendor's own client sees them.

import { describe, expect, test } from 'vitest';
import { idOf, openStripeWorld, refusalOf } from './stripe-world.ts';

describe('a payment intent', () => {
  test('created and confirmed with a card is paid, with a charge and its balance transaction', async () => {
    const { client } = openStripeWorld();
    const intent = await client.paymentIntents.create({
      amount: 10_000,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_visa',
      metadata: { order: 'gid://shopify/Order/1' },
      expand: ['latest_charge.balance_transaction'],
    });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 10_000, amount_capturable: 0 });
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      paid: true,
      captured: true,
      metadata: { order: 'gid://shopify/Order/1' },
      balance_transaction: { amount: 10_000, fee: 320, net: 9680, type: 'charge', status: 'pending' },
    });
  });

  test('waits for its payment method and is confirmed by it', async () => {
    const { client } = openStripeWorld();
    const intent = await client.paymentIntents.create({ amount: 500, currency: 'usd' });
    expect(intent.status).toBe('requires_payment_method');
    expect(await refusalOf(client.paymentIntents.confirm(intent.id))).toMatchObject({ status: 400 });
    const paid = await client.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_mastercard' });
    expect(paid.status).toBe('succeeded');
    const charge = await client.charges.retrieve(idOf(paid.latest_charge));
    expect(charge.payment_method_details?.card).toMatchObject({ brand: 'mastercard', last4: '4444' });
  });

  test('declined moves no money, says why, and takes another card', async () => {
    const { client } = openStripeWorld();
    const intent = await client.paymentIntents.create({ amount: 500, currency: 'usd' });
    const decline = client.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    });
    expect(await refusalOf(decline)).toMatchObject({
      status: 402,
      type: 'StripeCardError',
      code: 'card_declined',
      message: 'Your card has insufficient funds.',
    });
    const after = await client.paymentIntents.retrieve(intent.id);
    expect(after).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'insufficient_funds' },
    });
    expect((await client.balanceTransactions.list()).data).toEqual([]);
    await client.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    const charges = await client.charges.list({ payment_intent: intent.id });
    expect(charges.data.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
  });

  test('authorized is captured in part, and the rest and its fee are given back', async () => {
    const { client, stripe } = openStripeWorld();
    const { paymentIntent } = stripe.pay({
      amount: { minor: 10_000n, currency: 'USD' },
      captureMethod: 'manual',
    });
    expect(paymentIntent).toMatchObject({ status: 'requires_capture', amount_capturable: 10_000 });
    expect((await client.balanceTransactions.list()).data).toEqual([]);
    const captured = await client.paymentIntents.capture(paymentIntent.id, {
      amount_to_capture: 6000,
      expand: ['latest_charge'],
    });
    expect(captured).toMatchObject({
      status: 'succeeded',
      amount_received: 6000,
      latest_charge: { amount: 10_000, amount_captured: 6000, amount_refunded: 4000, refunded: false },
    });
    const { data } = await client.balanceTransactions.list();
    expect(
      data.map(({ type, reporting_category, amount, fee, net }) => [
        type,
        reporting_category,
        amount,
        fee,
        net,
      ]),
    ).toEqual([
      ['refund', 'partial_capture_reversal', -4000, -116, -3884],
      ['charge', 'charge', 10_000, 320, 9680],
    ]);
    const again = await refusalOf(client.paymentIntents.capture(paymentIntent.id));
    expect(again).toMatchObject({ status: 400, code: 'payment_intent_unexpected_state' });
  });

  test('is captured in several parts when that was asked for, and the rest released by a capture of nothing', async () => {
    const { client } = openStripeWorld();
    const { id } = await client.paymentIntents.create({
      amount: 9000,
      currency: 'usd',
      confirm: true,
      capture_method: 'manual',
      payment_method: 'pm_card_visa',
      payment_method_options: { card: { request_multicapture: 'if_available' } },
    });
    const first = await client.paymentIntents.capture(id, { amount_to_capture: 2000, final_capture: false });
    expect(first).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 7000,
      amount_received: 2000,
    });
    await client.paymentIntents.capture(id, { amount_to_capture: 3000, final_capture: false });
    expect(await refusalOf(client.paymentIntents.capture(id, { amount_to_capture: 4001 }))).toMatchObject({
      code: 'amount_too_large',
    });
    const last = await client.paymentIntents.capture(id, { amount_to_capture: 0 });
    expect(last).toMatchObject({ status: 'succeeded', amount_received: 5000 });
    const { data } = await client.balanceTransactions.list({ type: 'charge' });
    expect(data.map(({ amount }) => amount)).toEqual([3000, 2000]);
  });

  test('cannot be captured in several parts unless that was asked for', async () => {
    const { client, stripe } = openStripeWorld();
    const { paymentIntent } = stripe.pay({
      amount: { minor: 9000n, currency: 'USD' },
      captureMethod: 'manual',
    });
    const part = client.paymentIntents.capture(paymentIntent.id, {
      amount_to_capture: 1,
      final_capture: false,
    });
    expect(await refusalOf(part)).toMatchObject({ status: 400, param: 'final_capture' });
  });

  test('is canceled while nothing was taken, and not after', async () => {
    const { client, stripe } = openStripeWorld();
    const held = stripe.pay({
      amount: { minor: 900n, currency: 'USD' },
      captureMethod: 'manual',
    }).paymentIntent;
    const canceled = await client.paymentIntents.cancel(held.id, { cancellation_reason: 'duplicate' });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'duplicate',
      amount_capturable: 0,
    });
    const taken = stripe.pay({ amount: { minor: 900n, currency: 'USD' } }).paymentIntent;
    expect(await refusalOf(client.paymentIntents.cancel(taken.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    const { data } = await client.paymentIntents.list();
    expect(data.map(({ status }) => status)).toEqual(['succeeded', 'canceled']);
  });

  test('lapses when it is not captured within seven days', async () => {
    const { client, stripe, pass } = openStripeWorld();
    const { paymentIntent, charge } = stripe.pay({
      amount: { minor: 900n, currency: 'USD' },
      captureMethod: 'manual',
    });
    await pass(7);
    expect(await client.paymentIntents.retrieve(paymentIntent.id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
    });
    const { data } = await client.events.list({ type: 'charge.expired' });
    expect(data.map((event) => event.data.object)).toMatchObject([{ id: charge.id, captured: false }]);
  });
});

describe('a refund', () => {
  test('gives back a part and then all that is left, and never more', async () => {
    const { client, stripe } = openStripeWorld();
    const { charge, paymentIntent } = stripe.pay({ amount: { minor: 5000n, currency: 'USD' } });
    const part = await client.refunds.create({
      charge: charge.id,
      amount: 2000,
      reason: 'requested_by_customer',
    });
    expect(part).toMatchObject({ status: 'succeeded', amount: 2000, payment_intent: paymentIntent.id });
    expect(await refusalOf(client.refunds.create({ charge: charge.id, amount: 3001 }))).toMatchObject({
      status: 400,
      param: 'amount',
    });
    const rest = await client.refunds.create({ payment_intent: paymentIntent.id });
    expect(rest.amount).toBe(3000);
    expect(await refusalOf(client.refunds.create({ charge: charge.id }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    const after = await client.charges.retrieve(charge.id, { expand: ['refunds'] });
    expect(after).toMatchObject({ refunded: true, amount_refunded: 5000 });
    expect(after.refunds?.data.map(({ id }) => id)).toEqual([rest.id, part.id]);
    const listed = await client.refunds.list({ charge: charge.id });
    expect(listed.data).toEqual([
      await client.refunds.retrieve(rest.id),
      await client.refunds.retrieve(part.id),
    ]);
  });

  test('that its bank takes time for succeeds or fails later, and a failed one brings the money back', async () => {
    const { client, stripe, pass } = openStripeWorld();
    const { charge } = stripe.pay({ amount: { minor: 5000n, currency: 'USD' } });
    stripe.refundCourse = () => ({ state: 'pending', afterMs: 3_600_000, outcome: 'succeeded' });
    const good = await client.refunds.create({ charge: charge.id, amount: 1000 });
    stripe.refundCourse = () => ({ state: 'pending', afterMs: 7_200_000, outcome: 'failed' });
    const bad = await client.refunds.create({ charge: charge.id, amount: 1500 });
    expect([good.status, bad.status]).toEqual(['pending', 'pending']);
    await pass(1);
    expect(await client.refunds.retrieve(good.id)).toMatchObject({ status: 'succeeded' });
    const failed = await client.refunds.retrieve(bad.id, { expand: ['failure_balance_transaction'] });
    expect(failed).toMatchObject({
      status: 'failed',
      failure_reason: 'declined',
      failure_balance_transaction: { type: 'refund_failure', amount: 1500, net: 1500 },
    });
    expect((await client.charges.retrieve(charge.id)).amount_refunded).toBe(1000);
  });

  test('can fail after it was said to have succeeded', async () => {
    const { client, stripe } = openStripeWorld();
    const { charge } = stripe.pay({ amount: { minor: 5000n, currency: 'USD' } });
    const refund = stripe.refund(charge.id, { amount: 700n });
    stripe.failRefund(refund.id);
    expect(await client.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' });
    const { data } = await client.events.list({ types: ['refund.failed', 'charge.refund.updated'] });
    expect(data.map(({ type }) => type)).toEqual(['charge.refund.updated', 'refund.failed']);
  });

  test('is canceled only while it waits for the customer', async () => {
    const { client, stripe } = openStripeWorld();
    const { charge } = stripe.pay({ amount: { minor: 5000n, currency: 'USD' } });
    const done = await client.refunds.create({ charge: charge.id, amount: 1 });
    expect(await refusalOf(client.refunds.cancel(done.id))).toMatchObject({ status: 400 });
    stripe.refundCourse = () => ({ state: 'requires_action' });
    const waiting = await client.refunds.create({ charge: charge.id, amount: 100 });
    expect(await client.refunds.cancel(waiting.id)).toMatchObject({ status: 'canceled' });
  });
});

describe('a dispute', () => {
  test('takes the money and a fee, and gives the money back when it is won', async () => {
    const { client, stripe } = openStripeWorld();
    const { charge } = stripe.pay({ amount: { minor: 5000n, currency: 'USD' } });
    const { id } = stripe.dispute(charge.id, { reason: 'product_not_received' });
    expect(await client.disputes.retrieve(id, { expand: ['charge'] })).toMatchObject({
      status: 'needs_response',
      amount: 5000,
      charge: { id: charge.id, disputed: true },
      balance_transactions: [
        { type: 'adjustment', reporting_category: 'dispute', amount: -5000, fee: 1500, net: -6500 },
      ],
    });
    expect(await refusalOf(client.refunds.create({ charge: charge.id }))).toMatchObject({
      code: 'charge_disputed',
    });
    stripe.answerDispute(id);
    stripe.decideDispute(id, 'won');
    const won = await client.disputes.retrieve(id);
    expect(won.status).toBe('won');
    expect(won.balance_transactions[1]).toMatchObject({ reporting_category: 'dispute_reversal', net: 5000 });
    const { data } = await client.events.list({ type: 'charge.dispute.*' });
    expect(data.map(({ type }) => type).toReversed()).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ]);
  });

  test('closed by the merchant is lost, and so is one that nobody answers', async () => {
    const { client, stripe, pass } = openStripeWorld();
    const [first, second] = [1, 2].map(
      () => stripe.pay({ amount: { minor: 5000n, currency: 'USD' } }).charge.id,
    );
    const closed = stripe.dispute(first ?? '');
    const ignored = stripe.dispute(second ?? '');
    expect(await client.disputes.close(closed.id)).toMatchObject({ status: 'lost' });
    await pass(9);
    const { data } = await client.disputes.list();
    expect(data.map(({ id, status }) => [id, status])).toEqual([
      [ignored.id, 'lost'],
      [closed.id, 'lost'],
    ]);
  });

  test('that is an inquiry moves nothing until it becomes a chargeback', async () => {
    const { client, stripe } = openStripeWorld();
    const { charge } = stripe.pay({ amount: { minor: 5000n, currency: 'USD' } });
    const { id } = stripe.dispute(charge.id, { kind: 'inquiry' });
    const movements = async () => (await client.balanceTransactions.list({ source: id })).data.length;
    expect(await movements()).toBe(0);
    expect(await client.disputes.retrieve(id)).toMatchObject({
      status: 'warning_needs_response',
      is_charge_refundable: true,
    });
    stripe.escalateDispute(id);
    expect(await movements()).toBe(1);
  });
});
