import type { Money } from '#domain/money.ts';
import type { Leg, LegName, Proof } from '#domain/proof.ts';
import { LegBadge, legNames, ProofBadge } from './badge.tsx';
import type { Cell, ProofRow } from './proof-rows.ts';
import { spoken } from './voice.ts';
import { amount } from './words.ts';

const columns = ['store', 'erp', 'cash', 'payout'] as const satisfies LegName[];

type Proven = Pick<Proof, 'state'> & { readonly rows: readonly ProofRow[]; readonly about: string };

/** The four-way proof as a table. Of a test order only its placing is shown, for nothing else is compared. */
export function ProofTable({ state, rows, about }: Proven) {
  return (
    <s-section heading="Proof" subheading={about} padding="none">
      <s-box slot="accessory">
        <ProofBadge state={state} />
      </s-box>
      <s-table>
        <s-table-header-row>
          <s-table-header listslot="primary">Step</s-table-header>
          {columns.map((column) => (
            <s-table-header listslot="labeled" format="currency">
              {legNames[column]}
            </s-table-header>
          ))}
        </s-table-header-row>
        <s-table-body>
          {(state === 'test' ? rows.slice(0, 1) : rows).map((row) => (
            <s-table-row>
              <s-table-cell>
                <s-text type="strong">{row.label}</s-text>
              </s-table-cell>
              {columns.map((column) => (
                <s-table-cell>
                  <Figure cell={row[column]} />
                </s-table-cell>
              ))}
            </s-table-row>
          ))}
        </s-table-body>
      </s-table>
    </s-section>
  );
}

function Figure({ cell: { money, note, state, gap } }: { cell: Cell }) {
  if (money === null && note === null && (state === null || state === 'unmeasured'))
    return <s-text color="subdued">{state === null ? '–' : 'not measured yet'}</s-text>;
  if (money === null && state === 'pending') return <s-text color="subdued">not due yet</s-text>;
  const mark = state === null ? '' : marks[state];
  const small = note ?? (state === 'pending' ? 'not due yet' : null);
  return (
    <s-stack gap="none" alignitems="end">
      <s-text fontvariantnumeric="tabular-nums">{`${money === null ? '–' : amount(money)}${mark}`}</s-text>
      {gap === null ? null : <s-text tone="critical">{difference(gap)}</s-text>}
      {small === null ? null : <s-text color="subdued">{small}</s-text>}
    </s-stack>
  );
}

const marks: Readonly<Record<Leg['state'], string>> = {
  matched: ' ✓',
  pending: '',
  broken: ' ≠',
  unmeasured: '',
};

/** "€20.00 short", "€20.00 too much". */
function difference(gap: Money): string {
  return gap.minor < 0n ? `${amount({ ...gap, minor: -gap.minor })} short` : `${amount(gap)} too much`;
}

const urgency: Readonly<Record<Leg['state'], number>> = { broken: 0, pending: 1, matched: 2, unmeasured: 3 };

/** Each side's finding as a sentence, differences first, but for what the differences above have `told` already. */
export function Findings({
  state,
  legs,
  told,
}: Pick<Proof, 'state' | 'legs'> & { told: ReadonlySet<string> }) {
  const inOrder = legs
    .filter(({ sentence }) => !told.has(sentence))
    .toSorted((one, other) => urgency[one.state] - urgency[other.state]);
  if (inOrder.length === 0) return null;
  return (
    <s-section heading="What each side says">
      {state === 'test' ? (
        <s-paragraph>
          A test order moves no money, so nothing is posted for it and nothing is compared.
        </s-paragraph>
      ) : (
        inOrder.map((leg) => <Finding leg={leg} />)
      )}
    </s-section>
  );
}

function Finding({ leg }: { leg: Leg }) {
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-text type="strong">{legNames[leg.leg]}</s-text>
        <LegBadge state={leg.state} />
      </s-stack>
      <s-paragraph>{spoken(leg.sentence)}</s-paragraph>
    </s-stack>
  );
}
