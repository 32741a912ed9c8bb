import { type Lane, laneKind } from '#domain/lane.ts';

/** The page of the order whose lane this is. */
export function orderPath(lane: Lane): string {
  return `/orders/${encodeURIComponent(lane.slice(lane.indexOf('/') + 1))}`;
}

/** The page of whatever this lane is about; null where there is none. */
export function subjectPath(lane: Lane): string | null {
  switch (laneKind(lane)) {
    case 'order':
      return orderPath(lane);
    case 'erp':
      return `/documents/${encodeURIComponent(lane.slice('erp/'.length))}`;
    case 'summary':
      return `/summaries/${lane.slice('summary/'.length).replace('/', '-')}`;
    default:
      return null;
  }
}

/** A path of ours with the parameters that say something. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') query.set(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
