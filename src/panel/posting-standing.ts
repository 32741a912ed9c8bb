/** How a posting stands, in a word: its state, unless a person's word says more. */
import { postingState } from './badge.tsx';

type Stands = {
  readonly state: string;
  readonly is_unapproved: boolean;
  readonly is_approved: boolean;
};

/** Approved and not planned anew yet: the reason why it was held holds no more. */
export function isOnItsWay({ state, is_approved }: Stands): boolean {
  return state === 'held' && is_approved;
}

export function standing(row: Stands): ReturnType<typeof postingState> {
  if (row.is_unapproved) return { word: 'Waits for approval', tone: 'warning' };
  return isOnItsWay(row) ? { word: 'Approved', tone: 'success' } : postingState(row.state);
}
