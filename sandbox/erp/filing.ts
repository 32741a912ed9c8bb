/** Keeps documents in the order of their making, and finds them by id, key and order. */
import type { LedgerLine } from '#src/contract/ledger.ts';
import type { ErpDocument } from './contract.ts';
import type { Substance } from './substance.ts';

/** A document with what the ERP knows beyond a glance at it. */
export type Filed = {
  readonly document: ErpDocument;
  readonly substance: Substance;
  /** What the document is about in the real world; null when a person did not say. */
  readonly source: string | null;
  readonly body: string | null;
  /** Changes that were sent to it, as they were sent, by their key. */
  readonly changes?: ReadonlyMap<string, string>;
  /** The instant from which a search finds it: later than its creation when the ERP was slow. */
  readonly visibleFrom: number;
  /** For an application: the two documents it joins. */
  readonly joins: readonly string[];
  readonly ledger: readonly LedgerLine[];
};

export type Filing = {
  readonly filed: readonly Filed[];
  readonly documents: readonly ErpDocument[];
  readonly of: (id: string) => Filed | undefined;
  /** In the order of their making. */
  readonly withKey: (key: string) => Filed[];
  readonly withOrder: (order: string) => Filed[];
  /** Those that join the document to another. */
  readonly joining: (id: string) => Filed[];
  /** Files it, in the place of its former state where it has one. */
  readonly put: (one: Filed) => void;
  readonly remove: (id: string) => void;
};

export function openFiling(): Filing {
  const filed: Filed[] = [];
  const documents: ErpDocument[] = [];
  const places = new Map<string, number>();
  const lists = new Map<string, Set<string>>();

  const of = (id: string): Filed | undefined => {
    const place = places.get(id);
    return place === undefined ? undefined : filed[place];
  };
  const byPlace = (one: Filed, other: Filed): number =>
    (places.get(one.document.id) ?? 0) - (places.get(other.document.id) ?? 0);
  const all = (name: string): Filed[] =>
    [...(lists.get(name) ?? [])].flatMap((id) => of(id) ?? []).toSorted(byPlace);

  function unlist(one: Filed): void {
    for (const name of listsOf(one)) lists.get(name)?.delete(one.document.id);
  }

  function list(one: Filed): void {
    for (const name of listsOf(one))
      lists.set(name, (lists.get(name) ?? new Set<string>()).add(one.document.id));
  }

  return {
    filed,
    documents,
    of,
    withKey: (key) => all(`key ${key}`),
    withOrder: (order) => all(`order ${order}`),
    joining: (id) => all(`join ${id}`),
    put(one) {
      const { document } = one;
      const before = of(document.id);
      const place = places.get(document.id) ?? filed.length;
      if (before !== undefined) unlist(before);
      places.set(document.id, place);
      filed[place] = one;
      documents[place] = document;
      list(one);
    },
    remove(id) {
      const place = places.get(id);
      const gone = of(id);
      if (place === undefined || gone === undefined) return;
      unlist(gone);
      places.delete(id);
      filed.splice(place, 1);
      documents.splice(place, 1);
      for (const [later, { document }] of filed.slice(place).entries())
        places.set(document.id, place + later);
    },
  };
}

function listsOf({ document: { key, order }, joins }: Filed): string[] {
  return [
    ...(key === null ? [] : [`key ${key}`]),
    ...(order === null ? [] : [`order ${order}`]),
    ...joins.map((id) => `join ${id}`),
  ];
}
