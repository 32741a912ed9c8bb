import { z } from 'zod';
import { amount, charge, day, instant, line, name, text } from './part.ts';

/** What an ERP has done to its general ledger: lines are added, never changed and never taken away. */
export const ledgerLine = z.object({
  id: name("The ERP's own id of the line; it never changes.", 'invoice_3.2'),
  documentId: text("The ERP's id of the document that made it.", 'invoice_3'),
  account: text("The account, by the merchant's chart in the ERP.", '8400'),
  amount: amount(
    "Positive for a debit, negative for a credit. A document's lines come to zero in each currency.",
  ),
  taxKey: text('Names the tax where the line is one, as it was sent.', 'DE MwSt@0.19').nullable(),
  date: day('Its day in the general ledger.'),
  period: text('The accounting period of that day.', '2026-11'),
  reverses: text('The line that it takes back, if it takes one back.', 'invoice_3.1').nullable(),
  modifiedAt: instant('When it was posted.'),
});

export type LedgerLine = z.output<typeof ledgerLine>;

/** Units of one item that a document moves in one warehouse. */
export const unitLine = z.object({
  sku: text('The stock keeping unit.', 'LAMP-01'),
  location: text("The ERP's name of the warehouse.", 'BERLIN'),
  quantity: z
    .int()
    .meta({ description: 'Positive for what comes in, negative for what leaves.', examples: [-1] }),
});

/** What an ERP may say about a document beyond what every answer holds. */
export const detail = {
  date: day('Its day in the general ledger.').optional(),
  period: text('The accounting period of that day.', '2026-11').optional(),
  lines: z.array(line).meta({ description: 'The goods, where it names them.' }).optional(),
  charges: z
    .array(charge)
    .meta({ description: 'What is charged beside the goods, where it names it.' })
    .optional(),
  units: z.array(unitLine).meta({ description: 'What it moves in stock, if it moves anything.' }).optional(),
  method: text('Of money: how it was paid, in the words of the ERP.', 'bank_transfer').optional(),
  carrier: text('Of a shipment: who carries it, as `shipment.confirmed` says it.', 'DHL')
    .nullable()
    .optional(),
  trackingNumber: text("Of a shipment: the carrier's number for it.", '00340434161094042557')
    .nullable()
    .optional(),
  glLines: z
    .array(ledgerLine)
    .meta({ description: 'What it did to the general ledger, reversals included; empty until it is posted.' })
    .optional(),
};

export const period = z.object({
  id: text('How documents name it.', '2026-11'),
  from: day('Its first day.'),
  to: day('Its last day.'),
  status: z
    .enum(['open', 'closed'])
    .meta({ description: '`closed` refuses whatever is dated in it, with 422 `period_closed`.' }),
  modifiedAt: instant('When it was opened or closed last.'),
});
