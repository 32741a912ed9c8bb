/** Measures many lives side by side, and says of each what was missed. */
import { prepareTemplate } from '../database.ts';
import { startPostgres } from '../postgres.ts';
import { counted, progressBar, tableLines, type Terminal } from '../run/terminal.ts';
import { buildWorker } from '../worker/build.ts';
import { openMeasuringCrew } from './crew.ts';
import { sumOfFigures, sumOfKinds } from './figure.ts';
import type { Flags } from './flag.ts';
import type { Measured, MeasuredTerms } from './life.ts';
import { figureLines, kindLines } from './line.ts';

export async function measure({ lives, processes }: Flags, terminal: Terminal): Promise<readonly Measured[]> {
  terminal.show('Postgres starts, and the Worker is built …');
  const [postgres, { script }] = await Promise.all([startPostgres(), buildWorker()]);
  try {
    await prepareTemplate(postgres);
    await using crew = openMeasuringCrew({ server: postgres, script, size: processes });
    const days = new Map<number, number>();
    const show = (): void => {
      const gone = [...days.values()].reduce((sum, day) => sum + day, 0);
      const all = lives.reduce((sum, one) => sum + one.days, 0);
      terminal.show(`${progressBar(gone / all)}  ${counted(gone)} of ${counted(all)} days lived`);
    };
    show();
    return await crew.live(lives, {
      day({ seed }, day) {
        days.set(seed, day);
        show();
      },
      outcome(measured) {
        for (const line of lifeLines(measured)) terminal.say(line);
      },
    });
  } finally {
    terminal.clear();
    await postgres.stop();
  }
}

export function isAsPlanted({ broken, figures, unexplained }: Measured): boolean {
  const { lasting, exactAmount, fittingCause } = figures;
  const isWhole = exactAmount === lasting && fittingCause === lasting && figures.false === 0;
  return broken === null && isWhole && unexplained.found === unexplained.planted;
}

export function summaryLines(all: readonly Measured[]): string[] {
  const kinds = sumOfKinds(all.map((one) => one.kinds));
  const figures = sumOfFigures(all.map((one) => one.figures));
  const sum = (field: 'orders' | 'cleanOrders') => all.reduce((whole, one) => whole + one[field], 0);
  return [
    ...(figures.lasting === 0 ? [] : [...kindLines(kinds), '', ...figureLines(figures), '']),
    ...tableLines(
      ['Lives', 'orders', 'without a lasting fault', 'false breaks', 'passing faults healed', 'elsewhere'],
      [
        [
          counted(all.length),
          sum('orders'),
          sum('cleanOrders'),
          figures.false,
          figures.healed,
          figures.unmeasured,
        ],
      ],
    ),
  ];
}

export function jsonOf(all: readonly Measured[]): string {
  const lives = all.map(({ terms, orders, figures, kinds, unexplained, seconds, broken }) => ({
    ...terms,
    orders,
    planted: figures,
    kinds,
    unexplained,
    seconds,
    broken,
  }));
  return JSON.stringify({ planted: sumOfFigures(all.map((one) => one.figures)), lives });
}

function lifeLines({ terms, orders, lines, seconds, broken }: Measured): string[] {
  const { past, reading, rest } = seconds;
  const pace = `lived in ${past.toFixed(0)} s, read in ${reading.toFixed(0)} s, its last day in ${rest.toFixed(0)} s`;
  return [
    `${titleOf(terms)}: ${broken ?? `${counted(orders)} orders, ${pace}`}`,
    ...lines.map((line) => `  ${line}`),
  ];
}

function titleOf({ seed, country, days, faults }: MeasuredTerms): string {
  return `Seed ${seed}, a shop in ${country}, ${days} days, faults: ${faults}`;
}
