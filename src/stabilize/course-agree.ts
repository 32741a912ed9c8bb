/** What an agreement adds to the order or takes back, and the documents that this calls for. */
import type { Agreement, Sale } from '#domain/fact.ts';
import { gid, legacyId } from '#domain/gid.ts';
import { add } from '#domain/money.ts';
import { negated, plus } from './amounts.ts';
import { takeBack } from './course-back.ts';
import { creditOf } from './course-credit.ts';
import { creditLine, type Docket, openDocket } from './course-docket.ts';
import { poured, restOf, unitsIn } from './course-pool.ts';
import { drawRest } from './course-rest.ts';
import { agreeCharge, issue, type LineWalk, lineOf, release, takeCharges, type Walk } from './course-walk.ts';
import { amountsOf, chargeKindOf, documentLine, totalOf } from './sold.ts';

/**
 * Until something is invoiced an agreement only changes what its invoice will say. Afterwards what it adds to goods
 * that are wholly invoiced, or beside the goods, is an invoice of its own, and what it takes back of them a credit memo.
 */
export function agree(walk: Walk, agreement: Agreement): void {
  const docket = openDocket(agreement, walk.order.header.currency);
  const touched = new Set<LineWalk>();
  for (const sale of agreement.sales) {
    walk.agreed = add(walk.agreed, sale.total);
    const line = enter(walk, docket, sale);
    if (line !== null) touched.add(line);
  }
  for (const line of touched) level(walk, line, docket);
  if (walk.hasCharges) levelCharges(walk, docket);
  const rest = drawRest(walk);
  issue(walk, {
    anchor: gid('SalesAgreement', legacyId(agreement.agreement)),
    happenedAt: agreement.happenedAt,
    lines: [...docket.bill.lines, ...(rest?.lines ?? [])],
    charges: [...docket.bill.charges, ...(rest === null ? [] : takeCharges(walk))],
    early: rest !== null,
  });
  creditOf(walk, docket);
  release(walk, agreement.happenedAt);
}

/** Enters one sale; the line it is about, if it is about one. */
function enter(walk: Walk, docket: Docket, sale: Sale): LineWalk | null {
  const amounts = amountsOf(sale);
  if (sale.lineType === 'ADJUSTMENT' && takesBack(docket.agreement)) {
    docket.adjustment = plus(docket.adjustment, amounts);
    return null;
  }
  const kind = chargeKindOf(sale);
  if (kind !== null || sale.lineItem === null) {
    agreeCharge(walk, kind ?? 'unknown', amounts);
    return null;
  }
  const line = lineOf(walk, sale.lineItem, sale.lineType === 'GIFT_CARD');
  if (isTakenBack(docket.agreement, sale)) takeBack(walk, docket, { line, sale });
  else {
    line.pool = poured(line.pool, sale.quantity, amounts);
    line.sold += sale.quantity;
  }
  return line;
}

function takesBack({ reason }: Agreement): boolean {
  return reason === 'REFUND' || reason === 'RETURN';
}

function isTakenBack(agreement: Agreement, { quantity, total }: Sale): boolean {
  return takesBack(agreement) && (quantity < 0 || total.minor < 0n);
}

/** What is left to say of a line of which every unit is invoiced, or of which more is invoiced than it now comes to. */
function level(walk: Walk, line: LineWalk, docket: Docket): void {
  const { bill, back } = docket;
  const units = unitsIn(line.pool);
  const rest = restOf(line.pool);
  const { minor } = totalOf(rest);
  const isBilled = line.invoiced !== 0 || totalOf(line.billed).minor !== 0n;
  if (!isBilled && back.lines.every((one) => one.lineItem !== line.lineItem)) return;
  if (units > 0 && minor >= 0n) return;
  const surplus = Math.min(0, units);
  line.invoiced += surplus;
  line.credited -= surplus;
  line.pool = poured(line.pool, -surplus, negated(rest));
  line.billed = plus(line.billed, rest);
  if (minor > 0n)
    bill.lines.push(
      documentLine(walk.order.header, line.lineItem, { ...rest, quantity: 1, giftCard: line.giftCard }),
    );
  if (minor < 0n) creditLine(walk, docket, { line, units: -surplus, amounts: negated(rest) });
}

/** Beside the goods everything is on the first invoice, so what an agreement changes afterwards is a document. */
function levelCharges({ charges }: Walk, { bill, back }: Docket): void {
  for (const [kind, amounts] of charges) {
    const { minor } = totalOf(amounts);
    if (minor > 0n) bill.charges.push({ kind, ...amounts });
    if (minor < 0n) back.charges.push({ kind, ...negated(amounts) });
  }
  charges.clear();
}
