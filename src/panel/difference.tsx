import type { Instant } from '#domain/instant.ts';
import type { BreakRow } from '#src/panel/query/breaks.ts';
import { aged } from './age.ts';
import { causes, causeWord } from './cause.ts';
import { spoken } from './voice.ts';
import { amountOf, when } from './words.ts';

type Shown = { readonly breaks: readonly BreakRow[]; readonly timeZone: string; readonly now: Instant };

/** Every difference of one subject as a sentence: what, how much, since when, and what happens next. */
export function Differences({ breaks, timeZone, now }: Shown) {
  if (breaks.length === 0) return null;
  return (
    <s-section heading="Differences">
      {breaks.map((one) => (
        <Difference row={one} timeZone={timeZone} now={now} />
      ))}
    </s-section>
  );
}

type One = Omit<Shown, 'breaks'> & { readonly row: BreakRow };

function Difference({ row, timeZone, now }: One) {
  const { minor, currency, closed_at: closedAt, first_seen_at: since } = row;
  const open = closedAt === null;
  const money = minor === null || currency === null ? null : amountOf({ minor, currency });
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-badge tone={open ? 'critical' : 'neutral'} icon={open ? 'alert-circle' : 'check-circle'}>
          {open ? causeWord(row.cause) : `Closed: ${causeWord(row.cause)}`}
        </s-badge>
        {money === null ? null : <s-text fontvariantnumeric="tabular-nums">{money}</s-text>}
        <s-text color="subdued">{`since ${when(since, timeZone)}, ${aged(since, closedAt ?? now)}`}</s-text>
      </s-stack>
      <s-paragraph>{spoken(row.sentence)}</s-paragraph>
      <s-paragraph color="subdued">
        {closedAt === null
          ? `Next: ${causes[row.cause]?.next ?? 'A person has to look.'}`
          : `Closed ${when(closedAt, timeZone)}: ${spoken(row.closed_how ?? '')}`}
      </s-paragraph>
    </s-stack>
  );
}
