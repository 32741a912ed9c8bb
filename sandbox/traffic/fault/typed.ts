/** Slips of whoever types documents before the cut-over: the wrong figure, order, currency, rate, or nothing at all. */
import { exponentOf } from '#domain/currency.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import type { Draft } from '../staff/draft.ts';
import type { FaultKind } from './catalog.ts';
import { type FaultSite, isOrdinary, type OrderFault, ships } from './order-fault.ts';
import type { PlantedAmount } from './planted.ts';

type Mistake = {
  readonly kind: FaultKind;
  readonly of: 'invoice' | 'customer_deposit';
  readonly note: string;
  readonly fits?: (fault: FaultSite) => boolean;
  /** The wrong draft; null forgets it. Undefined where this draft cannot be got wrong in that way. */
  wrong(draft: Draft, fault: FaultSite): Draft | null | undefined;
  amount(right: Draft, wrong: Draft | null): PlantedAmount;
};

const whole = (right: Draft): PlantedAmount => ({ minor: right.minor, currency: right.currency });
const difference = (right: Draft, wrong: Draft | null): PlantedAmount => ({
  minor: (wrong?.minor ?? 0n) - right.minor,
  currency: right.currency,
});

function mistake(made: Mistake): OrderFault {
  const { kind, of, note } = made;
  return {
    fits: (fault) => fault.typedByHand && isOrdinary(fault) && ships(fault) && made.fits?.(fault) !== false,
    follow(order, fault) {
      const { site, connector } = fault;
      connector.slip(order, of, (draft, file) => {
        const mistaken = made.wrong(draft, fault);
        if (mistaken === undefined || site.isGone(order) || !site.claim(order)) return false;
        const document = mistaken === null ? null : file(mistaken);
        site.plant({
          kind,
          subject: document?.number ?? draft.source,
          order: orderGid(order),
          at: site.now(),
          amount: made.amount(draft, mistaken),
          note: `${order.name}: ${note}`,
        });
        return true;
      });
    },
  };
}

function foreignOf(order: StoreOrder): boolean {
  return order.currency !== order.presentmentCurrency;
}

/** Swaps the first two neighbors that differ, as fingers do. */
function swapped(minor: bigint): bigint {
  const digits = String(minor).split('');
  const index = digits.findIndex(
    (digit, at) => at > 0 && digits[at + 1] !== undefined && digit !== digits[at + 1],
  );
  if (index < 0) return minor + 9n;
  const [one = '0', other = '0'] = [digits[index], digits[index + 1]];
  return BigInt(
    digits
      .with(index, other)
      .with(index + 1, one)
      .join(''),
  );
}

/** Tax on the document as a whole differs from the sum of its lines by a unit or two. */
function roundedOtherwise(draft: Draft): bigint {
  const lines = draft.order.lines.filter((line) => line.taxes.length > 0).length;
  return draft.minor + (lines % 2 === 0 ? 1n : -1n);
}

export const digitsSwapped = mistake({
  kind: 'document-digits-swapped',
  of: 'invoice',
  note: 'two digits of its invoice are swapped',
  wrong: (draft) => ({ ...draft, minor: swapped(draft.minor) }),
  amount: difference,
});

export const documentForgotten = mistake({
  kind: 'document-forgotten',
  of: 'invoice',
  note: 'its invoice was never made',
  wrong: () => null,
  amount: whole,
});

export const paymentForgotten = mistake({
  kind: 'payment-forgotten',
  of: 'customer_deposit',
  note: 'its payment was never recorded',
  wrong: () => null,
  amount: whole,
});

const underNeighbor = (draft: Draft, { neighbor, site }: FaultSite): Draft | undefined =>
  // The other order has a difference from now on, too, and no second one.
  neighbor === null || neighbor.test || site.isGone(neighbor) || !site.claim(neighbor)
    ? undefined
    : { ...draft, orderId: orderGid(neighbor) };

export const documentUnderOtherOrder = mistake({
  kind: 'document-under-other-order',
  of: 'invoice',
  note: 'its invoice is filed under another order',
  fits: ({ neighbor }) => neighbor !== null,
  wrong: underNeighbor,
  amount: whole,
});

export const paymentUnderOtherOrder = mistake({
  kind: 'payment-under-other-order',
  of: 'customer_deposit',
  note: 'its payment is recorded on another order',
  fits: ({ neighbor }) => neighbor !== null,
  wrong: underNeighbor,
  amount: whole,
});

export const documentWithoutOrder = mistake({
  kind: 'document-without-order',
  of: 'invoice',
  note: 'its invoice names no order',
  wrong: (draft) => ({ ...draft, orderId: null }),
  amount: whole,
});

export const taxRoundedOtherwise = mistake({
  kind: 'tax-rounded-otherwise',
  of: 'invoice',
  note: 'the ERP rounds its tax otherwise',
  fits: ({ plan }) => plan.spec.lines.filter((line) => line.taxes.length > 0).length > 1,
  wrong: (draft) => ({ ...draft, minor: roundedOtherwise(draft) }),
  amount: difference,
});

export const documentInOtherCurrency = mistake({
  kind: 'document-in-other-currency',
  of: 'invoice',
  note: "its invoice is in the customer's currency",
  fits: ({ plan }) => plan.spec.currency !== undefined,
  wrong: (draft) =>
    foreignOf(draft.order)
      ? { ...draft, minor: inPresentment(draft), currency: draft.order.presentmentCurrency }
      : undefined,
  amount: whole,
});

export const documentAtOtherRate = mistake({
  kind: 'document-at-other-rate',
  of: 'invoice',
  note: "its invoice is converted at another day's rate",
  fits: ({ plan }) => plan.spec.currency !== undefined,
  // Half a percent is what a large pair moves in a day.
  wrong: (draft) =>
    foreignOf(draft.order) ? { ...draft, minor: draft.minor + draft.minor / 200n + 1n } : undefined,
  amount: difference,
});

/** The draft's share of the order, in the money that the customer saw. */
function inPresentment({ order, minor }: Draft): bigint {
  const { numerator, denominator } = order.rate;
  const digits = (exponentOf(order.presentmentCurrency) ?? 2) - (exponentOf(order.currency) ?? 2);
  if (numerator === 0n) return minor + BigInt(digits);
  return (minor * denominator) / numerator;
}

export const cashRoundingInvoiced: OrderFault = {
  fits: ({ plan, typedByHand, site }) =>
    typedByHand && plan.life === 'pos-cash' && site.world.store.state.shop.cashRoundingUnit > 1n,
  follow(order, { site, connector }) {
    connector.slip(order, 'invoice', (draft, file) => {
      const rounding = order.transactions.find((one) => one.rounding !== null)?.rounding?.shop ?? 0n;
      if (rounding === 0n || !site.claim(order)) return false;
      const document = file({ ...draft, minor: draft.minor + rounding });
      site.plant({
        kind: 'cash-rounding-invoiced',
        subject: document?.number ?? draft.source,
        order: orderGid(order),
        at: site.now(),
        amount: { minor: rounding, currency: draft.currency },
        note: `${order.name}: its invoice holds the rounded cash`,
      });
      return true;
    });
  },
};

/** No mistake at all: documents without any key of ours are what adoption has to bear. */
export const postedByHand: OrderFault = {
  fits: (fault) => fault.typedByHand && isOrdinary(fault) && ships(fault),
  follow(order, { site }) {
    const gid = orderGid(order);
    site.plant({
      kind: 'posted-by-hand-before-cut-over',
      subject: gid,
      order: gid,
      at: site.now(),
      note: `${order.name}: its documents are made by people before the cut-over`,
    });
  },
};
