/** What a story comes to in documents, under a policy. */
import { formatMoney, type Money } from '#domain/money.ts';
import type { Policy } from '#domain/policy.ts';
import type { Course } from '#src/stabilize/course.ts';
import { courseOf } from '#src/stabilize/course-of.ts';
import { under } from './course.ts';
import { known, type OrderStory, sale, shopSettings } from './order-facts.ts';

export function walk(story: OrderStory, policy: Partial<Policy> = {}): Course {
  return courseOf(known(story), shopSettings(under(policy)));
}

export function totals(some: readonly { readonly total: Money }[]): string[] {
  return some.map(({ total }) => formatMoney(total));
}

/** Invoices and credit memos, by their totals. */
export function documents(story: OrderStory, policy: Partial<Policy> = {}) {
  const { invoices, credits } = walk(story, policy);
  return { invoices: totals(invoices), credits: totals(credits) };
}

/** A unit of line 1 that is taken back. */
export function back(total: string, tax = '0', rest: Parameters<typeof sale>[1] = {}) {
  return sale({ total: `-${total}`, tax: `-${tax}` }, { quantity: -1, ...rest });
}

export const two = sale({ total: '238.00', tax: '38.00' }, { quantity: 2 });
