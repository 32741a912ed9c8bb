/** Revenue that was invoiced before its goods left: a journal for each shipment that earns it. */
import type { DocumentBody } from '#domain/document.ts';
import { legacyId } from '#domain/gid.ts';
import { localDate } from '#domain/instant.ts';
import type { JournalLine } from '#domain/journal.ts';
import { money, sum } from '#domain/money.ts';
import type { Obligation } from '#domain/posting.ts';
import { recognitionBooks } from '#src/stabilize/ledger/recognition.ts';
import { type Basis, invoiceKey, keyOf, orderReference } from './obligation-basis.ts';

export function journalObligations(basis: Basis): readonly Obligation<DocumentBody>[] {
  const { course, order, shop } = basis;
  const { currency, name } = order.header;
  const deferred = course.invoices.filter((one) => one.force === 'due' && !one.earned);
  return course.recognitions.flatMap((recognition): readonly Obligation<DocumentBody>[] => {
    const { fulfillment, happenedAt } = recognition;
    const entries = byAccount(recognitionBooks({ order, shop }, recognition)).map(({ account, minor }) => ({
      account,
      taxKey: null,
      amount: money(minor, currency),
    }));
    if (entries.length === 0) return [];
    const debits = entries.map(({ amount }) => amount).filter(({ minor }) => minor > 0n);
    return [
      {
        key: keyOf(basis, 'journal', legacyId(fulfillment)),
        kind: 'journal',
        anchor: legacyId(fulfillment),
        happenedAt,
        because: `a shipment of ${name} earned what was invoiced before it`,
        dependsOn: deferred
          .filter((one) => one.happenedAt <= happenedAt)
          .map(({ anchor }) => invoiceKey(basis, anchor)),
        body: {
          kind: 'journal',
          order: orderReference(basis),
          fulfillment,
          postedOn: localDate(happenedAt, shop.timeZone),
          entries,
          total: sum(debits, currency),
        },
      },
    ];
  });
}

/** One amount an account, none of nothing, in the order of the accounts' first appearance. */
function byAccount(
  lines: readonly JournalLine[],
): readonly { readonly account: string; readonly minor: bigint }[] {
  const sums = new Map<string, bigint>();
  for (const { account, minor } of lines) sums.set(account, (sums.get(account) ?? 0n) + minor);
  return [...sums].flatMap(([account, minor]) => (minor === 0n ? [] : [{ account, minor }]));
}
