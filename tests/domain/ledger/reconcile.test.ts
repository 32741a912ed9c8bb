import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryDigest, type JournalEntry } from '#domain/journal.ts';
import { amendments, type BookedEntry } from '#src/stabilize/ledger/reconcile.ts';
import { balances } from '#tests/support/course.ts';
import { at, orderId } from '#tests/support/order-facts.ts';

const runs = { numRuns: 300 };

function entry(n: number, minor: bigint, rest: Partial<JournalEntry> = {}): JournalEntry {
  return {
    key: `payment/${n}`,
    order: orderId,
    source: 'a transaction',
    happenedAt: at(n),
    effectiveOn: `2026-11-0${1 + (n % 9)}`,
    postingDate: `2026-11-0${1 + (n % 9)}`,
    currency: 'EUR',
    ruleVersion: 2,
    reverses: null,
    lines: [
      { account: '1020', minor, item: `${n}` },
      { account: '2120', minor: -minor, item: `${n}` },
    ],
    ...rest,
  };
}

const written = (entries: readonly JournalEntry[]): BookedEntry[] =>
  entries.map((one) => ({ ...one, digest: entryDigest(one) }));

/** Books what is due on top of what is booked. */
const after = (booked: readonly BookedEntry[], due: readonly JournalEntry[]) => [
  ...booked,
  ...written(amendments(due, booked, [])),
];

const perDay = (entries: readonly JournalEntry[]) =>
  Object.fromEntries(
    [...Map.groupBy(entries, (one) => one.effectiveOn)]
      .map(([day, of]) => [day, balances(of)] as const)
      .filter(([, sums]) => Object.keys(sums).length > 0),
  );

describe('what the books lack', () => {
  test('is written once', () => {
    const due = [entry(1, 100n), entry(2, 200n)];
    const booked = after([], due);
    expect(booked.map(({ key }) => key)).toEqual(['payment/1', 'payment/2']);
    expect(amendments(due, booked, [])).toEqual([]);
  });

  test('a fact that was taken back takes its entry back on its own day, once', () => {
    const booked = after(after([], [entry(3, 100n)]), []);
    expect(booked.map(({ key, reverses, effectiveOn }) => [key, reverses, effectiveOn])).toEqual([
      ['payment/3', null, '2026-11-04'],
      ['reversal/payment/3/1', 'payment/3', '2026-11-04'],
    ]);
    expect(amendments([], booked, [])).toEqual([]);
  });

  test('a fact that comes back is written anew, under the next number', () => {
    const booked = after(after(after([], [entry(3, 100n)]), []), [entry(3, 100n)]);
    expect(booked.map(({ key }) => key)).toEqual(['payment/3', 'reversal/payment/3/1', 'payment/3/2']);
    expect(amendments([entry(3, 100n)], booked, [])).toEqual([]);
    expect(after(booked, []).at(-1)).toMatchObject({
      key: 'reversal/payment/3/2',
      reverses: 'payment/3/2',
    });
  });

  test('an entry told differently now is reversed and written anew', () => {
    const booked = after(after([], [entry(3, 100n)]), [entry(3, 90n)]);
    expect(booked.map(({ key }) => key)).toEqual(['payment/3', 'reversal/payment/3/1', 'payment/3/2']);
    expect(balances(booked)).toEqual({ '1020': 90n, '2120': -90n });
  });

  test('which periods are closed by now makes no different entry', () => {
    const booked = after([], [entry(3, 100n)]);
    const closed = [{ period: '2026-11', from: '2026-11-01', to: '2026-11-30', status: 'closed' }] as const;
    expect(amendments([entry(3, 100n)], booked, closed)).toEqual([]);
    expect(amendments([], booked, closed)).toMatchObject([
      { effectiveOn: '2026-11-04', postingDate: '2026-12-01' },
    ]);
  });
});

describe('for any facts', () => {
  const amount = fc.bigInt({ min: -99_999n, max: 99_999n }).filter((minor) => minor !== 0n);
  const facts = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), amount), { selector: ([n]) => n })
    .map((all) => all.map(([n, minor]) => entry(n, minor)));

  test('a new rule version changes and reverses nothing that an older one wrote', () => {
    fc.assert(
      fc.property(facts, fc.array(amount), (due, others) => {
        const booked = after([], due);
        const now = due.map((one, n) => entry(Number(one.key.slice(8)), others[n] ?? 1n, { ruleVersion: 3 }));
        expect(amendments(now, booked, [])).toEqual([]);
      }),
      runs,
    );
  });

  test('whatever was believed in between, the sums of each day are those of what is due at last', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 5 }), facts, (between, last) => {
        const booked = [...between, last].reduce<BookedEntry[]>(after, []);
        expect(perDay(booked)).toEqual(perDay(last));
      }),
      runs,
    );
  });

  test('every reversal mirrors one entry that nothing else reverses, and all of an entry and its reversal is nothing', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 6 }), (believed) => {
        const booked = believed.reduce<BookedEntry[]>(after, []);
        const reversals = booked.filter(({ reverses }) => reverses !== null);
        expect(new Set(reversals.map(({ reverses }) => reverses)).size).toBe(reversals.length);
        for (const one of reversals) {
          const reversed = booked.filter(({ key }) => key === one.reverses);
          expect(reversed).toHaveLength(1);
          expect(balances([one, ...reversed])).toEqual({});
        }
        expect(new Set(booked.map(({ key }) => key)).size).toBe(booked.length);
      }),
      runs,
    );
  });
});
