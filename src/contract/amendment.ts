import { z } from 'zod';
import type { AmendmentKind } from '#domain/amendment.ts';
import { paths } from './document.ts';
import { charge, orderedLine, text, total } from './part.ts';

const key = text(
  'Our name for this change, for ever; the same as the Idempotency-Key header.',
  'lamp-shop-amend_sales_order-511230772-1',
);

/** What is sent to have a sales order changed, by the kind of change. */
export const amendments = {
  amend_sales_order: z.object({
    key,
    lines: z.array(orderedLine).meta({ description: 'All goods, in place of those it held.' }),
    charges: z
      .array(charge)
      .meta({ description: 'All that is charged beside the goods, in place of what was.' }),
    total: total('Σ (gross − discount + Σ taxes) over lines and charges.'),
  }),
  cancel_sales_order: z.object({ key }),
} as const satisfies Record<AmendmentKind, z.ZodType>;

/** Where a change of the sales order with that id is sent to, after the base address. */
export function amendmentPath(kind: AmendmentKind, id: string): string {
  return `${paths.sales_order}/${id}${kind === 'cancel_sales_order' ? '/cancellation' : ''}`;
}

export const amendmentMethods = {
  amend_sales_order: 'PATCH',
  cancel_sales_order: 'POST',
} as const satisfies Record<AmendmentKind, string>;

/** A state of a document is named by when it came to be, for that rises with every change. */
export function versionOf({ modifiedAt }: { readonly modifiedAt: string }): string {
  return `"${modifiedAt}"`;
}
