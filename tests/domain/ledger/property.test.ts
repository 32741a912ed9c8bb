import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gid } from '#domain/gid.ts';
import { money } from '#domain/money.ts';
import type { Course } from '#src/stabilize/course.ts';
import { portion } from '#src/stabilize/sold.ts';
import { balances, booksOf, credited, goods, invoiced, nothingHappened } from '#tests/support/course.ts';
import { at, line, transactionId } from '#tests/support/order-facts.ts';

const runs = { numRuns: 300 };

type Plan = {
  readonly units: number;
  readonly price: number;
  readonly tax: number;
  readonly discount: number;
  /** What becomes of each unit in turn. */
  readonly acts: readonly ('ship' | 'return' | 'cancel')[];
  readonly earned: boolean;
};

const plans = fc.record<Plan>({
  units: fc.integer({ min: 1, max: 7 }),
  price: fc.integer({ min: 1, max: 99_999 }),
  tax: fc.integer({ min: 0, max: 19_999 }),
  discount: fc.integer({ min: 0, max: 999 }),
  acts: fc.array(fc.constantFrom('ship', 'return', 'cancel'), { maxLength: 12 }),
  earned: fc.boolean(),
});

/** One line, invoiced whole; its units leave, come back or are canceled, one at a time. */
function courseOf(plan: Plan): Course {
  const whole = goods(1, { gross: '0' }, { quantity: plan.units });
  const amount = (minor: number) => money(BigInt(minor), 'EUR');
  const sold = {
    ...whole,
    taxesIncluded: false,
    gross: amount(plan.price * plan.units),
    discount: amount(plan.discount),
    taxes: [{ key: 'MwSt@0.19', title: 'MwSt', rate: '0.19', amount: amount(plan.tax) }],
  };
  let [kept, sent, back] = [0, 0, 0];
  const unit = (from: number) => ({ ...whole, ...portion(sold, from, from + 1), quantity: 1 });
  const course = {
    ...nothingHappened,
    invoices: [
      invoiced(1, 0, { lines: [{ ...whole, ...portion(sold, 0, plan.units) }], earned: plan.earned }),
    ],
    credits: [] as Course['credits'][number][],
    recognitions: [] as Course['recognitions'][number][],
  };
  for (const [n, act] of plan.acts.entries()) {
    if (act === 'ship' && sent + kept < plan.units) {
      const recognition = { fulfillment: gid('Fulfillment', `9${n}`), happenedAt: at(n), charges: [] };
      if (!plan.earned) course.recognitions.push({ ...recognition, lines: [unit(sent)] });
      sent += 1;
    }
    if (act === 'return' && back < sent) {
      course.credits.push(credited(n, n, { lines: [unit(back)], shipped: [line(1)] }));
      back += 1;
    }
    if (act === 'cancel' && sent + kept < plan.units) {
      kept += 1;
      course.credits.push(credited(n, n, { lines: [unit(plan.units - kept)] }));
    }
  }
  return course;
}

test('per line, what is recognized and what is deferred is what was sold net of what was credited', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const course = courseOf(plan);
      const books = booksOf({ course });
      const of = balances(books.map((one) => ({ lines: one.lines.filter(({ item }) => item === line(1)) })));
      const recognizedAndDeferred = ['4000', '4900', '4910', '2100', '2110'].reduce(
        (sum, account) => sum - (of[account] ?? 0n),
        0n,
      );
      const net = ({
        lines,
      }: {
        lines: readonly { gross: { minor: bigint }; discount: { minor: bigint } }[];
      }) => lines.reduce((sum, { gross, discount }) => sum + gross.minor - discount.minor, 0n);
      const sold = course.invoices.reduce((sum, one) => sum + net(one), 0n);
      const credit = course.credits.reduce((sum, one) => sum + net(one), 0n);
      expect(recognizedAndDeferred).toBe(sold - credit);
    }),
    runs,
  );
});

test('every entry balances, has two lines or more and none of zero, and no two share a key', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const books = booksOf({ course: courseOf(plan) });
      for (const { lines } of books) {
        expect(lines.length).toBeGreaterThanOrEqual(2);
        expect(lines.every(({ minor }) => minor !== 0n)).toBe(true);
        expect(lines.reduce((sum, { minor }) => sum + minor, 0n)).toBe(0n);
      }
      expect(new Set(books.map(({ key }) => key)).size).toBe(books.length);
    }),
    runs,
  );
});

test('an application moves its amount from deposits to the receivable, and nothing else', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), (minor) => {
      const invoice = invoiced(1, 0, { lines: [goods(1, { gross: '1.00' })] });
      const application = {
        from: { deposit: transactionId(1) },
        invoice: invoice.anchor,
        happenedAt: at(0),
        amount: money(minor, 'EUR'),
      };
      const [, applied] = booksOf({ course: { invoices: [invoice], applications: [application] } });
      expect(balances([{ lines: applied?.lines ?? [] }])).toEqual({ '2120': minor, '1100': -minor });
    }),
    runs,
  );
});
