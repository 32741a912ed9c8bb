/** Where the goods of a sales order are to leave from. */
import type { RouteBody } from '#domain/act.ts';
import type { SalesOrderLine } from '#domain/document.ts';
import type { FulfillmentOrder } from '#domain/fulfillment-order.ts';
import type { Gid } from '#domain/gid.ts';
import type { Ordered } from './course.ts';
import type { Basis } from './obligation-basis.ts';

type Place = { readonly lineItem: Gid<'LineItem'>; readonly location: Gid<'Location'> | null };

/** Each line with the location on which everything that is left to ship of it agrees. */
export function placed(basis: Basis, lines: Ordered['lines']): readonly SalesOrderLine[] {
  const places = basis.order.fulfillmentOrders
    .filter(({ status }) => status !== 'cancelled')
    .flatMap((one) => placesOf(basis, one));
  return lines.map((line) => {
    const [location = null, ...others] = new Set(
      places.filter(({ lineItem }) => lineItem === line.lineItem).map((one) => one.location),
    );
    return { ...line, location: others.length === 0 ? location : null };
  });
}

/** What a rule moved since the store was asked lies where it was moved to. */
function placesOf(basis: Basis, { fulfillmentOrder, location, lines }: FulfillmentOrder): readonly Place[] {
  const moved = movesSinceRead(basis)
    .filter((one) => one.fulfillmentOrder === fulfillmentOrder)
    .map(({ act }) => act)
    .find((act) => act.do === 'move' && act.from === location);
  if (moved?.do !== 'move') return lines.map(({ lineItem }) => ({ lineItem, location }));
  return [
    ...moved.lines.map(({ lineItem }) => ({ lineItem, location: moved.to })),
    ...moved.leaves.map(({ lineItem }) => ({ lineItem, location })),
  ];
}

function movesSinceRead({ left, order }: Basis): readonly RouteBody[] {
  const readAt = order.read?.readAt ?? '';
  return left.flatMap(({ body, state, postedAt = null }) =>
    body?.kind === 'route' && state === 'posted' && postedAt !== null && postedAt >= readAt ? [body] : [],
  );
}
