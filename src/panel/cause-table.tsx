import type { Instant } from '#domain/instant.ts';
import type { BreakAsk, CauseCount } from '#src/panel/query/breaks.ts';
import { aged } from './age.ts';
import { breaksPath } from './break-path.ts';
import { causeWord } from './cause.ts';
import { amountOf } from './words.ts';

type Counted = {
  readonly causes: readonly CauseCount[];
  readonly ask: BreakAsk;
  readonly now: Instant;
  readonly says: string;
};

/** Differences by cause: how many, how much money, how old. Each leads to its rows. */
export function CauseTable({ causes, ask, now, says }: Counted) {
  const byCause = [...Map.groupBy(causes, (one) => one.cause)];
  return (
    <s-section heading="By cause" subheading={says} padding="none">
      {byCause.length === 0 ? null : (
        <s-table>
          <s-table-header-row>
            <s-table-header listslot="primary">Cause</s-table-header>
            <s-table-header listslot="inline" format="numeric">
              Count
            </s-table-header>
            <s-table-header listslot="labeled" format="currency">
              Money
            </s-table-header>
            <s-table-header listslot="labeled">
              {ask.show === 'open' ? 'Oldest' : 'First seen'}
            </s-table-header>
          </s-table-header-row>
          <s-table-body>
            {byCause.map(([cause, some]) => (
              <s-table-row>
                <s-table-cell>
                  <s-link id={`cause-${cause}`} href={breaksPath({ ...ask, cause })}>
                    {causeWord(cause)}
                  </s-link>
                </s-table-cell>
                <s-table-cell>{some.reduce((sum, one) => sum + one.count, 0)}</s-table-cell>
                <s-table-cell>{money(some)}</s-table-cell>
                <s-table-cell>{aged(oldest(some), now)}</s-table-cell>
              </s-table-row>
            ))}
          </s-table-body>
        </s-table>
      )}
    </s-section>
  );
}

function money(some: readonly CauseCount[]): string {
  const said = some.flatMap(({ currency, minor }) =>
    currency === null || minor === null ? [] : [amountOf({ currency, minor })],
  );
  return said.length === 0 ? '–' : said.join(' and ');
}

function oldest(some: readonly CauseCount[]): Instant {
  return some.map((one) => one.oldest).toSorted()[0] ?? '';
}
