/** States as people meet them: always an icon and a word, never a color alone. Red is for money at risk. */
import type { Elements } from './element.ts';
import type { Leg, LegName, ProofState } from '#domain/proof.ts';

export const proofStates = {
  matched: { word: 'Agrees', tone: 'success', icon: 'check-circle' },
  pending: { word: 'Not due yet', tone: 'info', icon: 'clock' },
  broken: { word: 'Differs', tone: 'critical', icon: 'alert-circle' },
  cancelled: { word: 'Cancelled', tone: 'neutral', icon: 'x-circle' },
  test: { word: 'Test order', tone: 'neutral', icon: 'info' },
} as const satisfies Record<ProofState, unknown>;

export function ProofBadge({ state }: { readonly state: ProofState }) {
  const { word, tone, icon } = proofStates[state];
  return (
    <s-badge tone={tone} icon={icon}>
      {word}
    </s-badge>
  );
}

export const legNames: Readonly<Record<LegName, string>> = {
  store: 'Store',
  erp: 'ERP',
  cash: 'Cash',
  refund: 'Refunds',
  payout: 'Payout',
};

const legStates = {
  matched: { word: 'Agrees', tone: 'success', icon: 'check-circle' },
  pending: { word: 'Not due yet', tone: 'info', icon: 'clock' },
  broken: { word: 'Differs', tone: 'critical', icon: 'alert-circle' },
  unmeasured: { word: 'Not measured yet', tone: 'neutral', icon: 'minus' },
} as const satisfies Record<Leg['state'], unknown>;

export function LegBadge({ state }: { readonly state: Leg['state'] }) {
  const { word, tone, icon } = legStates[state];
  return (
    <s-badge tone={tone} icon={icon}>
      {word}
    </s-badge>
  );
}

type Tone = NonNullable<Elements['s-badge']['tone']>;

const postingStates: Readonly<Record<string, { word: string; tone: Tone }>> = {
  planned: { word: 'Waiting to leave', tone: 'info' },
  leased: { word: 'Leaving now', tone: 'info' },
  posted: { word: 'Posted', tone: 'success' },
  held: { word: 'Held', tone: 'warning' },
  rejected: { word: 'Refused by the ERP', tone: 'critical' },
  withdrawn: { word: 'Withdrawn', tone: 'neutral' },
};

export function postingState(state: string): { word: string; tone: Tone } {
  return postingStates[state] ?? { word: state, tone: 'neutral' };
}
