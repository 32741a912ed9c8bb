/** What a proof takes from an expectation: every document that ought to be there, and what no rule may act on. */
import type { DocumentBody } from '#domain/document.ts';
import type { ErpDocumentKind } from '#domain/fact.ts';
import { localDate, later } from '#domain/instant.ts';
import type { ItemGroup } from '#domain/open-item.ts';
import type { Obligation } from '#domain/posting.ts';
import { runs, workflowNamed } from '#domain/shop.ts';
import { workflowOf } from '#domain/workflow.ts';
import type { Anomaly } from './course.ts';
import type { Due } from './due.ts';
import type { Reading } from './reading.ts';
import type { Summed } from '#src/stabilize/summary/summed.ts';

export type Ought = {
  readonly dues: readonly Due[];
  readonly obligations: readonly Obligation<DocumentBody>[];
  readonly anomalies: readonly Anomaly[];
  /** Keys of postings whose body was fixed before the facts changed. */
  readonly conflicts: readonly string[];
  /** Of an order that has no documents of its own. */
  readonly summed?: Summed;
};

/** Documents that can stand for each other; what is in no group is compared with nothing. */
export const groupOf: Readonly<Partial<Record<ErpDocumentKind, ItemGroup>>> = {
  sales_order: 'sales_order',
  customer_deposit: 'receipt',
  payment: 'receipt',
  invoice: 'invoice',
  credit_memo: 'credit_memo',
  refund_payment: 'refund_payment',
};

/** Applications are ours alone to make: they are due where we post, and only what we posted is compared. */
export function applicationsDue({ obligations }: Ought, { posts, shop }: Reading): readonly Due[] {
  const ours = posts
    ? obligations.filter(
        ({ kind, workflow = workflowOf(kind) }) =>
          kind === 'application' && runs(workflowNamed(shop, workflow)),
      )
    : [];
  return ours.map(({ key, kind, workflow, anchor, happenedAt, body }) => ({
    ref: `due/${kind}/${anchor}`,
    kind,
    // It is compared by itself; the group says only where it would belong.
    group: 'invoice',
    total: body.total,
    happenedAt,
    lateAt: later(happenedAt, shop.policy.erpSlaMs),
    on: localDate(happenedAt, shop.timeZone),
    postingKey: key,
    force: 'due',
    books: [],
    label: `the application of a ${workflow === undefined ? 'deposit' : 'credit memo'}`,
  }));
}
