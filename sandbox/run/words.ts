/** The proof of one order in words, for the terminal. */
import { explain } from '#src/govern/explain.ts';
import type { ShownOrder } from '#src/panel/queries.ts';
import { accountName } from '#domain/chart.ts';
import { formatMoney } from '#domain/money.ts';
import type { Leg } from '#domain/proof.ts';
import type { KnownDocument } from '#src/stabilize/know.ts';
import { breakLine } from './break-words.ts';

const marks = { matched: '✓', pending: '…', broken: '≠', unmeasured: '–' };

/** Its legs, breaks, documents, entries and decisions. */
export function orderLines(order: ShownOrder): string[] {
  return [
    `${order.proof.name}  ${order.proof.state}  as of ${order.asOf}`,
    ...order.proof.legs.map(legLine),
    '',
    'Breaks',
    ...order.breaks.map(breakLine),
    ...(order.breaks.length === 0 ? ['  none'] : []),
    '',
    'Documents at the ERP',
    ...order.postings.map(
      (one) =>
        `  ${one.kind.replaceAll('_', ' ').padEnd(17)} ${(one.document_number ?? one.state).padEnd(11)} ${amount(one.total).padStart(14)}  ${one.reason ?? `${one.attempts} attempt${one.attempts === 1 ? '' : 's'}${one.adopted === true ? ', adopted' : ''}`}`,
    ),
    ...order.documents.filter((one) => !isOurs(order, one)).map(madeLine),
    ...(order.postings.length + order.documents.length === 0 ? ['  none'] : []),
    '',
    'Ledger',
    ...order.entries.flatMap((entry) => [
      `  ${entry.effective_on}  ${entry.key}`,
      ...entry.lines.map(({ account, minor }) => {
        const side = minor.startsWith('-') ? 'Cr' : 'Dr';
        return `    ${side} ${accountName(account).padEnd(38)} ${amount({ minor: minor.replace('-', ''), currency: entry.currency }).padStart(14)}`;
      }),
    ]),
    ...(order.entries.length === 0 ? ['  nothing booked'] : []),
    '',
    'Decisions',
    ...order.decisions.map((one) => `  ${one.decidedAt}  ${explain(one)}`),
    ...(order.decisions.length === 0 ? ['  none yet'] : []),
  ];
}

function isOurs({ postings }: ShownOrder, { postingKey }: KnownDocument): boolean {
  return postings.some(({ key }) => key === postingKey);
}

/** A document that people or an earlier connector made. */
function madeLine({ kind, number, total, status }: KnownDocument): string {
  const money = `${formatMoney(total)} ${total.currency}`;
  return `  ${kind.replaceAll('_', ' ').padEnd(17)} ${number.padEnd(11)} ${money.padStart(14)}  made in the ERP, ${status}`;
}

function legLine(leg: Leg): string {
  return `  ${marks[leg.state]} ${leg.leg.padEnd(7)} ${leg.state.padEnd(10)} ${leg.sentence}${leg.cause === null ? '' : ` [${leg.cause}]`}`;
}

function amount({ minor, currency }: { minor: string; currency: string }): string {
  return `${formatMoney({ minor: BigInt(minor), currency })} ${currency}`;
}
