import type { Kind } from './contract.ts';
import type { Filed } from './filing.ts';

export type ErpCounts = {
  readonly salesOrders: number;
  readonly deposits: number;
  readonly invoices: number;
  readonly applications: number;
  readonly duplicates: number;
};

/**
 * How many documents of the kinds that are sent stand, and how many of all stand for what another stands for. Of one
 * source, such as a gift card, journals may tell more than once.
 */
export function countsOf(filed: readonly Filed[]): ErpCounts {
  const counted = filed.filter((each) => each.document.status !== 'canceled');
  const count = (kind: Kind): number => counted.filter((each) => each.document.kind === kind).length;
  const known = counted.filter((each) => each.source !== null && each.document.kind !== 'journal');
  const sources = new Set(known.map((each) => `${each.document.kind} ${each.source}`));
  return {
    salesOrders: count('sales_order'),
    deposits: count('customer_deposit'),
    invoices: count('invoice'),
    applications: count('application'),
    duplicates: known.length - sources.size,
  };
}
