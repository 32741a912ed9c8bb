/** A trend as a line small enough to stand under its figure: drawn here, so that the page needs no script for it. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

/** One day, or null where nothing was due: the line has a gap there. */
export type Point = { readonly day: string; readonly value: number | null };

type Trend = { readonly points: readonly Point[]; readonly says: string };

const width = 120;
const height = 28;
const margin = 2;

/** Days without anything due are left out; one day alone is a dot. */
export function Sparkline({ points, says }: Trend) {
  const known = points.filter((one): one is { day: string; value: number } => one.value !== null);
  const last = known.at(-1);
  if (last === undefined) return <div class="spark" />;
  const values = known.map((one) => one.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = scaleLinear([0, points.length - 1], [margin, width - margin]);
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [height - margin, margin]);
  const place = new Map(points.map((one, at) => [one.day, at]));
  const pathOf = line<{ day: string; value: number }>(
    (one) => tenths(x(place.get(one.day) ?? 0)),
    (one) => tenths(y(one.value)),
  );
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
      <path d={pathOf(known) ?? ''} fill="none" stroke="currentColor" stroke-width="1.5" />
      <circle cx={tenths(x(place.get(last.day) ?? 0))} cy={tenths(y(last.value))} r="2" fill="currentColor" />
    </svg>
  );
}

function tenths(place: number): number {
  return Math.round(place * 10) / 10;
}

/** Every day of a span that ends today, oldest first. */
export function daysUntil(today: string, count: number): readonly string[] {
  const end = Date.parse(`${today}T12:00:00Z`);
  return Array.from({ length: count }, (_, at) =>
    new Date(end - (count - 1 - at) * 86_400_000).toISOString().slice(0, 10),
  );
}
