import type { Lane } from '#domain/lane.ts';

/** The page of the order whose lane this is. */
export function orderPath(lane: Lane): string {
  return `/orders/${encodeURIComponent(lane.slice(lane.indexOf('/') + 1))}`;
}

/** A path of ours with the parameters that say something. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') query.set(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
