import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nothingKnown } from '#domain/shop.ts';
import { compared, due, found, held, placed, readingAt } from '#tests/support/due-facts.ts';
import { at, eur } from '#tests/support/order-facts.ts';

const amounts = fc.constantFrom('10.00', '10.01', '20.00', '30.00', '119.00');
const anyDue = fc.record({
  total: amounts,
  minute: fc.nat(200),
  key: fc.option(fc.constantFrom('a', 'b', 'c')),
  force: fc.constantFrom('due' as const, 'due' as const, 'stands' as const),
});
const anyDocument = fc.record({
  total: amounts,
  minute: fc.nat(100),
  key: fc.option(fc.constantFrom('a', 'b', 'x')),
  status: fc.constantFrom('posted', 'posted', 'posted', 'open', 'canceled'),
  gone: fc.constantFrom(false, false, false, true),
  kind: fc.constantFrom('customer_deposit' as const, 'payment' as const),
  claimed: fc.constantFrom(false, false, true),
});

describe('whatever is compared', () => {
  test('is in exactly one place, in whatever order it is given', () => {
    fc.assert(
      fc.property(
        fc.array(anyDue, { maxLength: 4 }),
        fc.array(anyDocument, { maxLength: 4 }),
        fc.tuple(fc.nat(1000), fc.boolean()),
        (wanted, there, [minute, isRead]) => {
          const dues = wanted.map(({ total, minute: since, key, force }, n) =>
            due({
              ref: `due/customer_deposit/${n}`,
              group: 'receipt',
              kind: 'customer_deposit',
              total: eur(total),
              happenedAt: at(since),
              lateAt: at(since + 60),
              postingKey: key === null ? null : `${key}${n}`,
              force,
            }),
          );
          const all = there.map(({ total, minute: since, key, status, kind, gone, claimed }, n) => ({
            gone,
            claimed,
            document: held({
              documentId: `d${n}`,
              number: `D-${n}`,
              kind,
              status,
              total: eur(total),
              createdAt: at(since),
              postingKey: key === null ? null : `${key}${n}`,
            }),
          }));
          const claims = all
            .filter(({ claimed }) => claimed)
            .map(({ document: { kind, documentId, number } }) => ({
              due: `due/elsewhere/${documentId}`,
              dueLabel: '#9',
              documents: [{ ref: `document/${kind}/${documentId}`, label: number }],
              state: 'claimed' as const,
              claimedAt: at(0),
            }));
          const reading = readingAt(at(minute), {
            ...nothingKnown,
            erpReadThrough: isRead ? at(minute) : null,
            claims,
          });
          const documents = all.filter(({ gone }) => !gone).map(({ document }) => document);
          const gone = all.filter((one) => one.gone).map(({ document }) => document);
          const places = compared(dues, documents, { gone, reading });
          const names = (list: readonly string[]) => list.toSorted();
          expect(names(places.flatMap((one) => one.dues.map(({ ref }) => ref)))).toEqual(
            names(dues.map(({ ref }) => ref)),
          );
          expect(names(places.flatMap((one) => one.documents.map(({ number }) => number)))).toEqual(
            names([...documents, ...gone].map(({ number }) => number)),
          );
          const again = compared(dues.toReversed(), documents.toReversed(), {
            gone: gone.toReversed(),
            reading,
          });
          expect(found(again)).toEqual(found(places));
          expect(placed(again)).toEqual(placed(places));
        },
      ),
      { numRuns: 400 },
    );
  });
});
