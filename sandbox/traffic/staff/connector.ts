/**
 * An earlier connector, or a diligent bookkeeper: some minutes after what they are about, documents are typed into the
 * ERP in shop money and without any key of ours. Of orders placed before the cut-over that is all of them, however
 * late they come; of later ones it is what the app does not post by itself, as its workflows stand at that moment.
 */
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import { shopTime } from '#sandbox/shopify/text.ts';
import { delays } from '../habit.ts';
import { chanceOf } from '../random.ts';
import { delayOf } from '../spread.ts';
import { type Draft, draftsOf, nothingSeen, type Seen } from './draft.ts';
import { leftToPeople } from './left.ts';
import { announced, type DocumentKind, money } from './ledger-hand.ts';
import type { Site } from './site.ts';

/** What somebody gets wrong in a draft. True when it typed (or forgot) the draft itself, false to have it typed right. */
export type Slip = (draft: Draft, file: (draft: Draft) => ErpDocument) => boolean;

export type Connector = {
  /** Something happened to an order: whatever it calls for is typed in soon. */
  look(order: StoreOrder): void;
  /** The next draft of that kind for this order may go wrong. */
  slip(order: StoreOrder, kind: DocumentKind, slip: Slip): void;
};

type Known = {
  readonly seen: Seen;
  /** Whether the app was installed already when it was placed. */
  readonly isOurs: boolean;
  slip: { readonly kind: DocumentKind; readonly act: Slip } | null;
};

export function openConnector(site: Site): Connector {
  const book = new Map<bigint, Known>();
  const { erp } = site.world;
  let typed = 0;

  const knownOf = (order: StoreOrder): Known => {
    const known = book.get(order.id) ?? {
      seen: nothingSeen(),
      isOurs: site.now() >= site.liveFrom,
      slip: null,
    };
    book.set(order.id, known);
    return known;
  };

  function file({ kind, order, orderId, source, minor, currency, items, at }: Draft): ErpDocument {
    const date = shopTime(at, site.world.store.state.shop.timeZone).slice(0, 10);
    const written = { order: orderId, total: money(minor, currency), source, date };
    return erp.enterByHand(kind, { ...written, ...(currency === order.currency && items) }, announced(site));
  }

  const leftOf = (draft: Draft, { isOurs }: Known): Draft | null =>
    isOurs ? leftToPeople(draft, site.world.modes) : draft;

  function type(drafted: Draft, known: Known): void {
    const { kind } = leftOf(drafted, known) ?? {};
    // The app posts it.
    if (kind === undefined) return;
    const slip = known.slip?.kind === kind ? known.slip : null;
    typed += 1;
    const lag = delayOf(chanceOf(site.seed, 'connector', typed), delays.connector);
    // Nobody goes home before the last document is typed.
    site.at(Math.min(site.now() + lag, site.endsAt - 1), `somebody types ${kind}`, () => {
      // Meanwhile the app may have been told to.
      const draft = leftOf(drafted, known);
      if (draft === null) return;
      if (slip !== null && known.slip === slip && slip.act(draft, file)) {
        known.slip = null;
        return;
      }
      file(draft);
    });
  }

  return {
    look(order) {
      if (order.test) return;
      const known = knownOf(order);
      for (const draft of draftsOf(order, known.seen)) type(draft, known);
    },
    slip(order, kind, act) {
      knownOf(order).slip = { kind, act };
    },
  };
}
