/** The proof of one order in words, for the terminal. */
import { explain } from '#src/govern/explain.ts';
import type { ShownOrder } from '#src/panel/queries.ts';
import { accountName } from '#domain/chart.ts';
import { formatMoney } from '#domain/money.ts';
import type { Leg } from '#domain/proof.ts';

const marks = { matched: '✓', pending: '…', broken: '≠', unmeasured: '–' };

/** Four legs, documents, entries, decisions. */
export function orderLines(order: ShownOrder): string[] {
  return [
    `${order.proof.name}  ${order.proof.state}  as of ${order.asOf}`,
    ...order.proof.legs.map(legLine),
    '',
    'Documents at the ERP',
    ...order.postings.map(
      (one) =>
        `  ${one.kind.replaceAll('_', ' ').padEnd(17)} ${(one.document_number ?? one.state).padEnd(11)} ${amount(one.total).padStart(14)}  ${one.reason ?? `${one.attempts} attempt${one.attempts === 1 ? '' : 's'}${one.adopted === true ? ', adopted' : ''}`}`,
    ),
    ...(order.postings.length === 0 ? ['  none'] : []),
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

function legLine(leg: Leg): string {
  return `  ${marks[leg.state]} ${leg.leg.padEnd(7)} ${leg.state.padEnd(10)} ${leg.sentence}${leg.cause === null ? '' : ` [${leg.cause}]`}`;
}

function amount({ minor, currency }: { minor: string; currency: string }): string {
  return `${formatMoney({ minor: BigInt(minor), currency })} ${currency}`;
}
