import { explainRouting } from '#src/automate/routing/route.ts';
import { legacyId } from '#domain/gid.ts';
import type { RoutingBook } from '#domain/routing.ts';
import type { RoutingRead } from '#src/panel/query/routing.ts';
import { orderPath } from './path.ts';
import type { LocationName } from './routing-words.ts';
import { count } from './words.ts';

type Tried = {
  readonly wanted: string;
  readonly book: RoutingBook;
  readonly nameOf: LocationName;
} & Pick<RoutingRead, 'lane' | 'facts'>;

/** Type an order's name, and see which rule decides of each of its parts and why. Nothing is written by it. */
export function RoutingTester(tried: Tried) {
  return (
    <s-section heading="Try the rules on an order">
      <form method="get" action="/routing" role="search">
        <s-grid gridtemplatecolumns="1fr auto" gap="small-200" alignitems="end">
          <s-text-field
            name="order"
            label="Order"
            placeholder="#1001"
            details="Shows which rule fires and why. Nothing is written."
            value={tried.wanted}
            maxlength={100}
          />
          <s-button type="submit">Try</s-button>
        </s-grid>
      </form>
      {tried.wanted === '' ? null : <Found {...tried} />}
    </s-section>
  );
}

function Found({ wanted, lane, facts, book, nameOf }: Tried) {
  if (lane === null) return <s-paragraph>{`No order is known as ${wanted}.`}</s-paragraph>;
  if (!facts.some(({ kind }) => kind === 'order_supply'))
    return (
      <s-paragraph>
        {`Where ${wanted} leaves from is not known: the store is asked that while order routing is not off.`}
      </s-paragraph>
    );
  const parts = explainRouting(facts, book);
  return (
    <s-stack gap="base">
      <s-paragraph>
        <s-link href={orderPath(lane)}>{wanted}</s-link>
        {parts.length === 0 ? ' has nothing left to ship.' : ` leaves in ${count(parts.length, 'part')}.`}
      </s-paragraph>
      {parts.map(({ one, says }) => (
        <s-stack gap="small-400">
          <s-text type="strong">
            {`Part ${legacyId(one.fulfillmentOrder)}: ${one.lines.map(({ sku, quantity }) => `${quantity} × ${sku ?? 'no SKU'}`).join(', ')}, at ${one.location === null ? 'no location' : nameOf(one.location)}`}
          </s-text>
          <s-unordered-list>
            {says.map((each) => (
              <s-list-item>{each}</s-list-item>
            ))}
          </s-unordered-list>
        </s-stack>
      ))}
    </s-stack>
  );
}
