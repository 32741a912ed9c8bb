/** Ids as Shopify's are: numbers that no double can hold, each one more than the last. */
import { createHash } from 'node:crypto';

const lowest = 1_000_000_000_000_000_000n;
const starts = 8_000_000_000_000_000_000n;

/**
 * Counts up from a first id that depends on the salt alone. They are far above 2^53 and neighbors differ in their last
 * digit, so whoever reads an id as a double mixes things up; all fit a signed 64-bit integer. Stores whose salts differ
 * begin so far apart that they do not meet.
 */
export function idsFrom(salt: string): () => bigint {
  const hash = createHash('sha256').update(salt).digest().readBigUInt64BE();
  let last = lowest + (hash % starts);
  return () => (last += 1n);
}
