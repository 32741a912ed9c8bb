/** What must be true of a world at rest, whatever happened to it (DESIGN §11). Each finding is a sentence with its subject. */
import { booksInvariants } from './invariant/books.ts';
import { deliveryInvariants } from './invariant/delivery.ts';
import { documentInvariants } from './invariant/document.ts';
import { ledgerInvariants } from './invariant/ledger.ts';
import { postingInvariants } from './invariant/posting.ts';
import { proofInvariants } from './invariant/proof.ts';
import { shopInvariants } from './invariant/shop.ts';
import { storeInvariants } from './invariant/store.ts';
import type { Invariant } from './invariant/invariant.ts';
import type { Lived } from './life.ts';

export type Violation = { readonly number: number; readonly promise: string; readonly finding: string };

const invariants: readonly Invariant[] = [
  ...deliveryInvariants,
  ...ledgerInvariants,
  ...booksInvariants,
  ...postingInvariants,
  ...documentInvariants,
  ...storeInvariants,
  ...proofInvariants,
  ...shopInvariants,
].toSorted((one, other) => one.number - other.number);

/** Checks all of them; the world must be at rest: nothing in flight, every retry over. */
export async function violations(lived: Lived): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { number, promise, findings } of invariants)
    for (const finding of await findings(lived)) found.push({ number, promise, finding });
  return found;
}
