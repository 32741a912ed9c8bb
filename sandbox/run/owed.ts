/** The documents that true orders call for, beside those that the ERP holds for them. */
import type { Planted } from '../traffic/fault/planted.ts';
import type { ExpectedDocuments } from '../traffic/truth.ts';
import type { World } from '../world.ts';
import { type Promised, promisedFor } from './promise.ts';
import type { Truth } from './tally.ts';

export type TrueOrder = {
  readonly orderId: string;
  readonly name: string;
  readonly expected: ExpectedDocuments;
};

type Row = { readonly words: string; readonly expected: number; readonly found: number };
type Aside = { readonly because: string; readonly count: number };

export type Documents = {
  /** For the orders that are counted, one row a kind of document. */
  readonly rows: readonly Row[];
  /** Sentences. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  readonly leftToProof: readonly Aside[];
  /** Orders that a planted fault keeps from being counted. */
  readonly planted: readonly Aside[];
};

const kinds = [
  ['sales_order', 'salesOrder', 'sales orders'],
  ['customer_deposit', 'deposits', 'deposits'],
  ['invoice', 'invoices', 'invoices'],
] as const;

export function documentsOf(world: World, truth: Truth, cutOverAt: number): Documents {
  const aside = { 'left-to-proof': new Array<string>(), planted: new Array<string>() };
  const misfiled = misfiledUnder(world, truth.planted);
  const counted = truth.orders.flatMap((order): TrueOrder[] => {
    const promised: Promised = misfiled.has(order.orderId)
      ? { kind: 'planted', because: 'a document of another order is filed under it' }
      : promisedFor(order, cutOverAt);
    if (promised.kind === 'documents') return [{ ...order, expected: promised.expected }];
    aside[promised.kind].push(promised.because);
    return [];
  });
  const orders = [...counted, ...truth.others];
  const held = Map.groupBy(
    world.erp.documents.filter((one) => one.status !== 'canceled'),
    ({ kind, order }) => `${kind} ${order}`,
  );
  const compared = orders.flatMap(({ orderId, name, expected }) =>
    kinds.map(([kind, field, words]) => {
      const found = held.get(`${kind} ${orderId}`)?.length ?? 0;
      const sentence = `${name} ought to have ${expected[field]} ${words}; the ERP holds ${found}`;
      return { words, expected: expected[field], found, sentence };
    }),
  );
  return {
    rows: kinds.map(([, , words]) => {
      const of = compared.filter((one) => one.words === words);
      const sum = (field: 'expected' | 'found') => of.reduce((all, one) => all + one[field], 0);
      return { words, expected: sum('expected'), found: sum('found') };
    }),
    missing: compared.filter((one) => one.found < one.expected).map((one) => one.sentence),
    surplus: compared.filter((one) => one.found > one.expected).map((one) => one.sentence),
    leftToProof: tallied(aside['left-to-proof']),
    planted: tallied(aside.planted),
  };
}

/** Orders that hold a document which is another order's. */
function misfiledUnder({ erp }: World, planted: readonly Planted[]): ReadonlySet<string> {
  const owners = new Map(planted.map(({ subject, order }) => [subject, order]));
  return new Set(
    erp.documents.flatMap(({ number, order }) => {
      const owner = owners.get(number) ?? null;
      return order === null || owner === null || owner === order ? [] : [order];
    }),
  );
}

function tallied(reasons: readonly string[]): Aside[] {
  return [...Map.groupBy(reasons, (because) => because)]
    .map(([because, same]) => ({ because, count: same.length }))
    .toSorted((one, other) => other.count - one.count || (one.because < other.because ? -1 : 1));
}
