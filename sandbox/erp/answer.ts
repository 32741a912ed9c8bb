/** What the ERP answers with. */
import type { AnyDocument } from '#src/contract/document.ts';
import type { Filed } from './filing.ts';
import type { Refusal } from './refusal.ts';

const movesMoney = new Set(['payment', 'customer_deposit', 'refund_payment']);

/** All that the ERP says of a document. */
export function describe({ document, substance, ledger }: Filed): AnyDocument {
  const { lines, charges, units, method, carrier, trackingNumber } = substance;
  return {
    ...document,
    ...(movesMoney.has(document.kind) && { method }),
    ...(document.kind === 'shipment' && { carrier, trackingNumber }),
    ...(lines.length + charges.length > 0 && { lines: [...lines], charges: [...charges] }),
    ...(units.length > 0 && { units: [...units] }),
    glLines: [...ledger],
  };
}

export function refuse(status: number, { code, message }: Refusal): Response {
  return Response.json({ error: { code, message } }, { status });
}
