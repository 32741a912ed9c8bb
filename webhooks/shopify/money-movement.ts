import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { lane } from '#domain/lane.ts';
import { parseMoney } from '#domain/money.ts';
import { read } from './parse.ts';
import { disputePayload, paymentSchedulePayload, paymentTermsPayload, transactionPayload } from './schema.ts';
import { exact, instantOf, noted, orderLane, tenderLanes, type Topic } from './topic.ts';

export const transaction: Topic = {
  translate(payload) {
    const said = read(transactionPayload, payload);
    const id = exact('OrderTransaction', said.admin_graphql_api_id, said.id);
    const processedAt = instantOf(said.processed_at ?? said.created_at);
    const amount = parseMoney(said.amount ?? '0', said.currency);
    const tender = { gateway: said.gateway, kind: said.kind, status: said.status, amount };
    const rounding = parseMoney(said.amount_rounding ?? '0', said.currency);
    const state: Fact = {
      kind: 'transaction',
      key: `${id}/${said.status.toLowerCase()}`,
      lanes: tenderLanes(gid('Order', said.order_id), tender),
      happenedAt: processedAt,
      authority: false,
      body: {
        transaction: id,
        kind: said.kind.toLowerCase(),
        status: said.status.toLowerCase(),
        gateway: said.gateway ?? 'unknown',
        amount,
        rounding: rounding.minor === 0n ? null : rounding,
        test: said.test ?? false,
        processedAt,
      },
    };
    return [state];
  },
};

/** A dispute concerns its order too, when it names one: both lanes get to know. */
export const dispute: Topic = {
  translate(payload, said) {
    const disputed = read(disputePayload, payload);
    const home = lane('dispute', disputed.id);
    const lanes = disputed.order_id
      ? ([home, orderLane(gid('Order', disputed.order_id))] as const)
      : ([home] as const);
    const body = {
      type: disputed.type ?? null,
      status: disputed.status ?? null,
      amount: disputed.amount ?? null,
      currency: disputed.currency ?? null,
    };
    return [
      noted('dispute', { key: gid('ShopifyPaymentsDispute', disputed.id), lanes, at: null, said }, body),
    ];
  },
};

export const paymentTerms: Topic = {
  translate(payload, said) {
    const terms = read(paymentTermsPayload, payload);
    const about = { key: gid('PaymentTerms', terms.id), lanes: [lane('payment_terms', terms.id)] as const };
    const body = {
      type: terms.payment_terms_type ?? null,
      dueInDays: terms.due_in_days ?? null,
      deleted: said.topic.endsWith('/delete'),
    };
    return [noted('payment_terms', { ...about, at: terms.updated_at, said }, body)];
  },
};

export const paymentSchedule: Topic = {
  translate(payload, said) {
    const schedule = read(paymentSchedulePayload, payload);
    const lanes = [lane('payment_terms', schedule.payment_terms_id)] as const;
    const body = {
      amount: schedule.amount ?? null,
      currency: schedule.currency ?? null,
      dueAt: schedule.due_at ?? null,
    };
    return [
      noted(
        'payment_schedule',
        { key: gid('PaymentSchedule', schedule.id), lanes, at: schedule.updated_at, said },
        body,
      ),
    ];
  },
};
