/** A fault that is no order's own: planted at some instant of a day. */
import type { Chance } from '../random.ts';
import type { Site } from '../staff/site.ts';
import type { Outages } from './transit.ts';

export type DayFault = {
  /** Only once the app is installed: before, nobody could notice. */
  readonly live: boolean;
  /** Does it now, and plants the truth; does nothing where the world lacks what it needs. */
  act(site: Site, about: DayFaultTools): void | Promise<void>;
};

export type DayFaultTools = {
  readonly chance: Chance;
  readonly outages: Outages;
  /** Payouts that are to fail at the bank. */
  readonly failingPayouts: Set<bigint>;
  readonly machines: Machines;
};

/** Countdowns and deadlines that the world's parts look at; the time is the clock's. */
export type Machines = {
  lostWakeUps: number;
  doubledWakeUps: number;
  postgresDownUntil: number;
  lostAnswers: number;
  crashes: number;
};
