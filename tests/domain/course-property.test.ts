import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { InvoiceTrigger } from '#domain/policy.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { knowOrder } from '#src/stabilize/know.ts';
import { walk } from '#tests/support/course-story.ts';
import { at, orderFacts, type OrderStory, shopSettings } from '#tests/support/order-facts.ts';
import { orderLives } from '#tests/support/order-life.ts';

const triggers = fc.constantFrom<InvoiceTrigger[]>('fulfillment', 'payment', 'order');
const runs = { numRuns: 400 };

const minor = (some: readonly { readonly total: { readonly minor: bigint } }[]) =>
  some.reduce((sum, { total }) => sum + total.minor, 0n);

function sold(story: OrderStory): bigint {
  const sales = [...(story.sales ?? []), ...(story.agreements ?? []).flatMap((one) => one.sales)];
  return minor(sales);
}

describe('whatever happens to an order', () => {
  test('once everything left, Σ invoices − Σ credit memos is what the store says it comes to', () => {
    fc.assert(
      fc.property(orderLives, triggers, (story, trigger) => {
        const { invoices, credits } = walk(story, { invoiceAt: trigger });
        const isShipped = (story.fulfillments ?? []).length > 0;
        if (isShipped || trigger === 'order') expect(minor(invoices) - minor(credits)).toBe(sold(story));
      }),
      runs,
    );
  });

  test('no document is negative, each comes to the sum of its items, and no more is credited than is invoiced', () => {
    fc.assert(
      fc.property(orderLives, triggers, (story, trigger) => {
        const { invoices, credits } = walk(story, { invoiceAt: trigger });
        for (const one of [...invoices, ...credits]) {
          expect(one.total.minor >= 0n).toBe(true);
          const items = [...one.lines, ...one.charges].map(
            ({ gross, discount, taxes }) =>
              gross.minor - discount.minor + taxes.reduce((sum, tax) => sum + tax.amount.minor, 0n),
          );
          expect(items.reduce((sum, item) => sum + item, 0n)).toBe(one.total.minor);
        }
        for (const { happenedAt } of credits) {
          const by = <One extends { readonly happenedAt: string }>(some: readonly One[]) =>
            some.filter((one) => one.happenedAt <= happenedAt);
          expect(minor(by(credits)) <= minor(by(invoices))).toBe(true);
        }
        expect(new Set(credits.map((one) => one.anchor)).size).toBe(credits.length);
        expect(new Set(invoices.map((one) => one.anchor)).size).toBe(invoices.length);
      }),
      runs,
    );
  });

  test('no unit is invoiced twice or without having been sold', () => {
    fc.assert(
      fc.property(orderLives, triggers, (story, trigger) => {
        const { invoices } = walk(story, { invoiceAt: trigger });
        const units = new Map<string, number>();
        for (const { lineItem, quantity, gross } of invoices
          .filter((one) => one.anchor.includes('Fulfillment'))
          .flatMap((one) => one.lines)) {
          expect(gross.minor >= 0n).toBe(true);
          units.set(lineItem, (units.get(lineItem) ?? 0) + quantity);
        }
        for (const [lineItem, quantity] of units) {
          const shipped = (story.fulfillments ?? []).flatMap((one) => one.lines);
          const left = shipped.filter((one) => one.lineItem === lineItem);
          expect(quantity).toBeLessThanOrEqual(left.reduce((sum, one) => sum + one.quantity, 0));
        }
      }),
      runs,
    );
  });

  test('the order holds what is invoiced and what is yet to be, whatever the policy', () => {
    fc.assert(
      fc.property(orderLives, (story) => {
        const totals = (['fulfillment', 'payment', 'order'] as const).map((invoiceAt) => {
          const { ordered, invoices } = walk(story, { invoiceAt });
          const invoiced = invoices.reduce((sum, one) => sum + one.total.minor, 0n);
          const held = ordered.at(-1)?.total.minor ?? 0n;
          expect(held).toBeGreaterThanOrEqual(invoiced);
          return { held, invoiced };
        });
        // Where everything is invoiced as it is ordered, nothing is yet to be.
        expect(totals[2]?.held).toBe(totals[2]?.invoiced);
      }),
      runs,
    );
  });

  test('revenue that waited is earned to the last minor unit once everything left', () => {
    fc.assert(
      fc.property(orderLives, (story) => {
        const { recognitions } = walk(story, { invoiceAt: 'order', revenueAt: 'fulfillment' });
        for (const { lines } of recognitions)
          for (const one of lines) expect(one.quantity).toBeGreaterThan(0);
        const fulfillments = new Set(recognitions.map((one) => one.fulfillment));
        expect(fulfillments.size).toBe(recognitions.length);
      }),
      runs,
    );
  });

  test('facts in any order and repetition give one course, and all that follows from it', () => {
    fc.assert(
      fc.property(orderLives, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (story, numbers) => {
        const facts = orderFacts(story);
        const shuffled = facts
          .map((fact, n) => ({ fact, rank: numbers[n] ?? 0 }))
          .toSorted((one, other) => one.rank - other.rank)
          .map(({ fact }) => fact);
        const told = (some: typeof facts) => {
          const order = knowOrder(some, at(0));
          if (order === undefined) throw new Error('a life tells of an order');
          const { obligations, dues, entries } = expectOrder(order, shopSettings());
          return canonical(encode({ obligations, dues, entries }));
        };
        expect(told(shuffled)).toBe(told(facts));
      }),
      { numRuns: 200 },
    );
  });
});
