import { expect, test } from 'vitest';
import { type AgeBucket, ageBucket } from '#domain/break.ts';
import { at } from '#tests/support/order-facts.ts';

const day = 1440;

test.each<[days: number, AgeBucket]>([
  [0, '0–1'],
  [2, '2–3'],
  [4, '4–7'],
  [8, '8–30'],
  [31, '30+'],
])(
  'a difference %i days old begins the bucket %s, and a minute earlier was in the one before',
  (days, bucket) => {
    const buckets: readonly AgeBucket[] = ['0–1', '2–3', '4–7', '8–30', '30+'];
    expect(ageBucket(at(0), at(days * day))).toBe(bucket);
    if (days > 0) expect(ageBucket(at(0), at(days * day - 1))).toBe(buckets[buckets.indexOf(bucket) - 1]);
  },
);

test('a difference seen by a clock that runs ahead is new', () => {
  expect(ageBucket(at(5), at(0))).toBe('0–1');
});
