/** One posting in words, for the terminal: what it is, how it stands, and every decision about it. */
import { explain } from '#src/govern/explain.ts';
import type { Decision } from '#domain/decision.ts';
import type { ShownAttempt } from '#src/panel/queries.ts';
import type { NeededRow, PostingRow } from '#src/panel/query/posting.ts';

export type Explained = {
  readonly posting: PostingRow;
  readonly needed: readonly NeededRow[];
  readonly attempts: readonly ShownAttempt[];
  readonly decisions: readonly Decision[];
};

export function postingLines({ posting, needed, attempts, decisions }: Explained): string[] {
  const { key, kind, order_name: order, workflow, mode, state, reason, document_number: number } = posting;
  return [
    `${kind.replaceAll('_', ' ')} ${number ?? '(no number yet)'} of ${order ?? posting.lane}`,
    `  key        ${key}`,
    `  workflow   ${workflow}, in mode ${mode}${posting.paused_at === null ? '' : ', paused'}`,
    `  state      ${state}${reason === null ? '' : `: ${reason}`}`,
    `  planned    by rule version ${posting.rule_version}, body ${posting.body_digest.slice(0, 12)}`,
    '',
    'Rests on',
    ...needed.map(
      (one) =>
        `  ${one.kind.replaceAll('_', ' ').padEnd(17)} ${(one.document_number ?? one.state).padEnd(11)} ${one.key}`,
    ),
    ...(needed.length === 0 ? ['  nothing'] : []),
    '',
    'Attempts',
    ...attempts.map(
      (one) =>
        `  ${one.started_at}  ${one.outcome ?? 'under way'}${one.detail === null ? '' : `: ${one.detail}`}`,
    ),
    ...(attempts.length === 0 ? ['  none yet'] : []),
    '',
    'Why, step by step',
    ...decisions.map((one) => `  ${one.decidedAt}  ${explain(one)}`),
  ];
}
