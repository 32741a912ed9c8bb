/** When customers come: counts and hours of each day, by the shop's own local time. */
import { offsetMinutes } from '#sandbox/shopify/text.ts';
import { flashSale, hourWeights, weekdayFactors, weekSpread } from './habit.ts';
import { chanceOf } from './random.ts';
import { drawn, normal, poisson } from './spread.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type DayPlan = {
  /** Instants of the life at which somebody orders, in order. */
  readonly orders: readonly number[];
  readonly sale: { readonly from: number; readonly until: number } | null;
};

/** The 24 hours after `opensAt`, of which `rate` orders come on an average day. */
export function planDaytime(
  seed: number,
  day: number,
  life: {
    readonly opensAt: number;
    readonly rate: number;
    readonly timeZone: string;
    readonly plain: boolean;
  },
): DayPlan {
  const { opensAt, rate, timeZone } = life;
  const chance = chanceOf(seed, 'day', day);
  const local = new Date(opensAt + offsetMinutes(opensAt, timeZone) * 60_000);
  const weekday = new Date(local.getTime() + 12 * hourMs).getUTCDay();
  const week = 1 + weekSpread * normal(chanceOf(seed, 'week', Math.floor(day / 7)));
  const isSale = !life.plain && chance.percent(flashSale.dayPercent);
  const hours = Array.from({ length: 24 }, (_, index) => {
    const hour = (local.getUTCHours() + index) % 24;
    const onSale = isSale && hour >= flashSale.fromHour && hour < flashSale.fromHour + flashSale.hours;
    return { weight: (hourWeights[hour] ?? 0) * (onSale ? flashSale.factor : 1), hour };
  });
  const usual = hourWeights.reduce((sum, weight) => sum + weight, 0);
  const whole = hours.reduce((sum, { weight }) => sum + weight, 0);
  const factor = (weekdayFactors[weekday] ?? 1) * Math.max(0.5, week) * (whole / usual);
  const count = poisson(chance, rate * factor);
  const weights = hours.map(({ weight }) => weight);
  const orders = Array.from(
    { length: count },
    () => opensAt + drawn(chance, weights) * hourMs + chance.whole(0, 3599) * 1000,
  );
  const saleAt = hours.findIndex(({ hour }) => hour === flashSale.fromHour) * hourMs + opensAt;
  return {
    orders: orders.toSorted((left, right) => left - right),
    sale: isSale
      ? { from: saleAt, until: Math.min(saleAt + flashSale.hours * hourMs, opensAt + dayMs) }
      : null,
  };
}
