/** What a run that has come to its end says to people: tables, then sentences, then the one line that counts. */
import { figureLines, scoreLines } from '../detection/line.ts';
import type { Account, Difference, Tally } from './tally.ts';
import { counted, tableLines } from './terminal.ts';

/** More of them would push the tables off the screen; the panel has them all. */
const differencesMax = 8;

export function summaryLines({ tally, documents, differences, score, wrong }: Account): string[] {
  const { sent, kept, duplicates, refused, failed, parked, vanished } = tally.deliveries;
  return [
    '',
    ...tableLines(
      ['Webhooks', 'sent', 'kept', 'came again', 'refused', 'failed', 'parked', 'lost on the way'],
      [['by the store', sent, kept, duplicates, refused, failed, parked, vanished]],
    ),
    '',
    ...orderLines(tally),
    '',
    ...tableLines(
      ['Documents', 'owed', 'at the ERP'],
      documents.rows.map((row) => [row.words, row.expected, row.found]),
    ),
    ...plantedLines(tally),
    ...scoreLines(score),
    ...differenceLines(differences),
    '',
    ...documents.leftToProof.map(
      ({ because, count }) => `${orders(count)} not counted: ${because}; its proof says whether all is there`,
    ),
    ...documents.planted.map(({ because, count }) => `${orders(count)} not counted: ${because} (planted)`),
    postingsLine(tally),
    ...wrong.map((sentence) => `wrong: ${sentence}`),
    `${counted(tally.lost)} lost, ${counted(tally.doubled)} doubled`,
  ];
}

function orders(count: number): string {
  return `${counted(count)} order${count === 1 ? '' : 's'}`;
}

function orderLines({ orders: whole, proofs }: Tally): string[] {
  const states = Object.entries(proofs);
  return tableLines(
    ['Orders', 'proven', ...states.map(([state]) => state)],
    [['in four ways', whole, ...states.map(([, count]) => count)]],
  );
}

function plantedLines({ planted }: Tally): string[] {
  if (planted.total === 0) return [];
  const families = Object.entries(planted.families);
  const { total, healed, unmeasured } = planted;
  return [
    '',
    ...tableLines(
      [
        'Faults planted',
        'in all',
        ...families.map(([family]) => family),
        'lasting in orders',
        'elsewhere',
        'healed',
      ],
      [['by the world', total, ...families.map(([, count]) => count), planted.lasting, unmeasured, healed]],
    ),
    ...(planted.lasting === 0 ? [] : ['', ...figureLines(planted)]),
  ];
}

function differenceLines(differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  const causes = [...Map.groupBy(differences, ({ cause }) => cause ?? 'without a cause')];
  const shown = differences.slice(0, differencesMax);
  const more = differences.length - shown.length;
  return [
    '',
    `${orders(differences.length)} found to differ: ${causes.map(([cause, of]) => `${counted(of.length)} ${cause}`).join(', ')}`,
    ...shown.map(({ name, sentence }) => `  ${name}  ${sentence}`),
    ...(more > 0 ? [`  and ${counted(more)} more`] : []),
  ];
}

function postingsLine({ postings: { planned, posted, held } }: Tally): string {
  return `${counted(planned)} postings planned: ${counted(posted)} posted, ${counted(held)} held`;
}
