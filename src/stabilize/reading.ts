/** What a proof is read by, beside the facts of its own subject. */
import { type Instant, later } from '#domain/instant.ts';
import { localDate } from '#domain/instant.ts';
import type { Money } from '#domain/money.ts';
import type { Claim } from '#domain/open-item.ts';
import type { ShopFacts, ShopSettings } from '#domain/shop.ts';
import type { Due } from './due.ts';
import { documentRef } from './difference.ts';
import type { KnownDocument } from './know.ts';

export type Reading = {
  readonly now: Instant;
  readonly shop: ShopSettings;
  readonly shopFacts: ShopFacts;
  readonly claims: readonly Claim[];
  /** Whether what is missing is ours to post, so that nobody else need be looked at. */
  readonly posts: boolean;
};

/** The time of a due has passed, whether or not the ERP was looked at since. */
export function isLate({ lateAt }: Due, { now }: Reading): boolean {
  return lateAt < now;
}

/** Looking is evidence: what changed in the ERP up to that instant is known, whoever changed it. */
export function isLookedAt({ lateAt }: Due, { posts, shopFacts: { erpReadThrough } }: Reading): boolean {
  return erpReadThrough === null ? posts : erpReadThrough >= lateAt;
}

/** When a due that is not there is to be read again; a sweep that has yet to come is waited for step by step. */
export function readAgainAt(due: Due, reading: Reading): Instant {
  return isLate(due, reading) ? later(reading.now, reading.shop.policy.sweepMs) : justAfter(due.lateAt);
}

export function justAfter(at: Instant): Instant {
  return later(at, 1);
}

/** Until when a document is right though it says another total than is due; null for ever, undefined where it is not. */
export function alsoRightUntil({ total, also }: Due, document: KnownDocument): Instant | null | undefined {
  const says = (one: Money): boolean =>
    one.minor === document.total.minor && one.currency === document.total.currency;
  return also !== undefined && !says(total) && also.totals.some(says) ? also.until : undefined;
}

/** Until when a document may stand alone: what it is about may still be on its way from the store. */
export function aloneUntil({ createdAt }: KnownDocument, { shop }: Pick<Reading, 'shop'>): Instant | null {
  if (createdAt === null) return null;
  return later(createdAt, shop.policy.erpSlaMs + 1);
}

/** The claim by which a due of another lane has this document. */
export function claimOn(document: KnownDocument, { claims }: Reading): Claim | undefined {
  const ref = documentRef(document);
  return claims.find((one) => one.documents.some((each) => each.ref === ref));
}

/** The day of a document: in the general ledger, or else when it was made. */
export function dayOf({ date, createdAt }: KnownDocument, { now, shop }: Reading): string {
  return date ?? localDate(createdAt ?? now, shop.timeZone);
}
