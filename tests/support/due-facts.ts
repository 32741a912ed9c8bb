/** Dues and documents of one order as a comparison is given them: whatever a test does not name is ordinary. */
import type { ErpDocument, OrderHeader, Transaction } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import { nothingKnown, type ShopFacts } from '#domain/shop.ts';
import { type Comparison, compareGroup } from '#src/stabilize/compare.ts';
import type { Due } from '#src/stabilize/due.ts';
import { documentName } from '#src/stabilize/difference.ts';
import type { KnownDocument, KnownOrder } from '#src/stabilize/know.ts';
import type { Place } from '#src/stabilize/place.ts';
import type { Reading } from '#src/stabilize/reading.ts';
import { at, eur, known, shopSettings } from './order-facts.ts';

/** The invoice of a shipment at nine, of 119.00 with one tax, late at ten. */
export function due(rest: Partial<Due> = {}): Due {
  return {
    ref: 'due/invoice/1',
    kind: 'invoice',
    group: 'invoice',
    total: eur('119.00'),
    happenedAt: at(0),
    lateAt: at(60),
    on: '2026-11-02',
    postingKey: null,
    force: 'due',
    books: [
      { account: '1100', minor: 11900n, item: '' },
      { account: '4000', minor: -10000n, item: 'line' },
      { account: '2000.DE DE MwSt@0.19', minor: -1900n, item: 'line', dimensions: { tax: 'DE MwSt@0.19' } },
    ],
    label: 'the invoice for shipment 1',
    ...rest,
  };
}

/** An invoice of that amount, typed by hand at nine and seen by a sweep. */
export function held(rest: Partial<KnownDocument> = {}): KnownDocument {
  const written: ErpDocument = {
    connectionId: '1',
    kind: 'invoice',
    documentId: 'invoice_1',
    number: 'INV-1',
    postingKey: null,
    adopted: false,
    told: 'sweep',
    status: 'posted',
    total: eur('119.00'),
    createdAt: at(5),
    date: '2026-11-02',
    ledgerLines: null,
  };
  return { ...written, asPosted: null, ...rest };
}

/** Two hours after nine, with all of the ERP looked at. */
export function readingAt(
  now: Instant = at(120),
  { claims = [], posts = false, ...facts }: Partial<ShopFacts & Pick<Reading, 'claims' | 'posts'>> = {},
): Reading {
  const shopFacts = { ...nothingKnown, erpReadThrough: now, ...facts };
  return { now, shop: shopSettings(), shopFacts, claims, posts };
}

type Around = {
  readonly gone?: readonly KnownDocument[];
  readonly header?: Partial<OrderHeader>;
  readonly transactions?: readonly Transaction[];
  readonly reading?: Reading;
  readonly order?: KnownOrder;
};

export function compared(
  dues: readonly Due[],
  documents: readonly KnownDocument[],
  { gone = [], header = {}, transactions = [], reading = readingAt(), order }: Around = {},
): readonly Place[] {
  const comparison: Comparison = {
    group: { leg: 'erp', dues, documents, gone },
    order: order ?? known({ header, transactions }),
    reading,
  };
  return compareGroup(comparison);
}

/** "AMOUNT INV-1 -1.00": each difference with what it is about and its minor units. */
export function found(places: readonly Place[]): string[] {
  return places
    .flatMap((one) => (one.is === 'broken' ? [one.found] : []))
    .map(({ cause, about, amount }) => `${cause} ${about} ${amount === null ? '–' : String(amount.minor)}`)
    .toSorted();
}

/** Each thing with the place it ended up in. */
export function placed(places: readonly Place[]): string[] {
  return places
    .flatMap(({ is, dues, documents }) => [
      ...dues.map(({ ref }) => `${ref} ${is}`),
      ...documents.map((one) => `${documentName(one)} ${is}`),
    ])
    .toSorted();
}
