/** What found no partner in its own lane, as the matcher looks for it in others. */
import type { OpenItem } from '#domain/open-item.ts';
import { documentRef } from './difference.ts';
import type { Due } from './due.ts';
import type { KnownDocument } from './know.ts';
import { groupOf } from './ought.ts';
import type { Place } from './place.ts';
import { dayOf, type Reading } from './reading.ts';

/** `label`: what people call the order that lacks something. */
export function openItems(
  places: readonly Place[],
  { label, reading }: { readonly label: string; readonly reading: Reading },
): readonly OpenItem[] {
  const open = places.filter((one) => one.is === 'broken' && one.open);
  return [
    ...open.flatMap(({ dues }) => dues.flatMap((one) => openDue(one, label))),
    ...open.flatMap(({ documents }) => documents.flatMap((one) => openDocument(one, reading))),
  ];
}

function openDue({ ref, kind, group, total, on }: Due, label: string): readonly OpenItem[] {
  // An application is due beside the groups: nothing of another lane can stand for it.
  if (groupOf[kind] !== group) return [];
  return [{ ref, side: 'due', group, kind, amount: total, on, label }];
}

export function openDocument(document: KnownDocument, reading: Reading): readonly OpenItem[] {
  const { kind, total, number } = document;
  const group = groupOf[kind];
  if (group === undefined) return [];
  const on = dayOf(document, reading);
  return [{ ref: documentRef(document), side: 'document', group, kind, amount: total, on, label: number }];
}
