/** Prices an order anew after an edit: by the same rules as at checkout, but only what was not refunded before. */
import type { Bag } from '../model/bag.ts';
import type { Charge } from '../model/charge.ts';
import type { StoreDuty, StoreFee, StoreLine, StoreOrder, StoreShipping } from '../model/order.ts';
import { acrossOf, allocationsOf, taxesFor, wareOf, type WantedLine } from '../content.ts';
import { allocate, divideHalfUp } from '../price.ts';
import { quote, type Quoted, type Ware } from '../quote.ts';
import type { ShippingSpec } from '../spec.ts';
import { currentQuantityOf, noCharge, refundedUnits, shareOfLine, sumOfCharges } from './agree.ts';
import type { ActContext } from './context.ts';

export type Repriced = {
  /** In the order of the lines there are. */
  readonly lines: readonly StoreLine[];
  readonly shipping: readonly StoreShipping[];
  readonly fees: readonly StoreFee[];
  readonly added: readonly (Quoted & { readonly duties: readonly Charge[] })[];
  readonly addedShipping: Quoted | undefined;
  /** The discounts across all lines, by index, as their shares follow the own one of each line. */
  readonly across: readonly number[];
};

type Wanted = {
  /** What each line shall come to in units, by line id; a line that is not named keeps what it has. */
  readonly quantities: ReadonlyMap<bigint, number>;
  readonly added: readonly WantedLine[];
  readonly removesShipping: boolean;
  readonly shipping: ShippingSpec | undefined;
};

/**
 * A percentage is taken off what is there now; a fixed amount is allocated to it anew. What a refund has taken back keeps
 * the amounts it had, as do shipping, fees and duties of which anything was refunded.
 */
export function reprice(context: ActContext, order: StoreOrder, wanted: Wanted): Repriced {
  const parts = order.lines.map((line) => partsOf(order, line, wanted.quantities.get(line.id)));
  const across = acrossOf(order.discounts);
  const shipping = order.shipping.filter((each) => !each.removed && !isClaimed(order, each.id));
  const kept = wanted.removesShipping ? [] : shipping;
  const fees = order.fees.filter((fee) => !isClaimed(order, fee.id));
  const isTaxExempt = order.customer?.taxExempt ?? false;
  const quoted = quote(
    {
      wares: [...parts.map(({ ware }) => ware), ...wanted.added.map((line) => wareOf(line, isTaxExempt))],
      shipping: [
        ...kept.map(asShipping),
        ...(wanted.shipping === undefined ? [] : [wantedShipping(wanted.shipping, isTaxExempt)]),
      ],
      fees: fees.map(({ price, taxes }) => ({ price: price.presentment, taxes })),
      across: across.map(({ index, value }) =>
        'percent' in value ? value : { amount: value.amount - settledOf(parts, index) },
      ),
    },
    { taxesIncluded: order.taxesIncluded, taxRounding: context.state.shop.taxRounding, rate: order.rate },
  );
  const indexes = across.map(({ index }) => index);
  return {
    lines: parts.map((part, index) => lineOf(part, quoted.wares[index], indexes)),
    added: quoted.wares.slice(parts.length),
    shipping: order.shipping.map((each) => {
      if (wanted.removesShipping && !each.removed)
        return { ...each, ...noCharge, allocations: [], removed: true };
      const index = kept.indexOf(each);
      return index < 0 ? each : { ...each, ...quoted.shipping[index]?.charge };
    }),
    addedShipping: wanted.shipping === undefined ? undefined : quoted.shipping.at(-1),
    fees: order.fees.map((fee) => ({ ...fee, ...quoted.fees[fees.indexOf(fee)] })),
    across: indexes,
  };
}

/** Whether a refund or return has taken anything of it back. */
export function isClaimed(order: StoreOrder, subjectId: bigint): boolean {
  return order.agreements.some(
    ({ reason, sales }) =>
      (reason === 'REFUND' || reason === 'RETURN') && sales.some((sale) => sale.subjectId === subjectId),
  );
}

type Parts = {
  readonly line: StoreLine;
  readonly delta: number;
  /** The refunded units, and their shares of the line's allocations. */
  readonly settled: { readonly units: number; readonly charge: Charge };
  readonly settledShares: readonly Bag[];
  readonly ownDiscount: number | null;
  readonly ware: Ware;
  /** Duties of which nothing was refunded: these follow the units. */
  readonly duties: readonly StoreDuty[];
};

function partsOf(order: StoreOrder, line: StoreLine, quantity: number | undefined): Parts {
  const current = currentQuantityOf(order, line);
  const units = quantity ?? current;
  const refunded = refundedUnits(order, line);
  const settled = { units: refunded, charge: refunded === 0 ? noCharge : shareOfLine(line, 0, refunded) };
  const settledShares = sharesOf(line, settled.charge.discount);
  const ownAt = line.allocations.findIndex(({ discount }) => order.discounts[discount]?.allocation === 'one');
  const own = (line.allocations[ownAt]?.amount.presentment ?? 0n) - (settledShares[ownAt]?.presentment ?? 0n);
  const duties = line.duties.filter((duty) => !isClaimed(order, duty.id));
  return {
    line,
    delta: units - current,
    settled,
    settledShares,
    ownDiscount: line.allocations[ownAt]?.discount ?? null,
    duties,
    ware: {
      price: line.unitPrice.presentment * BigInt(units),
      own: scaled(own, units, current),
      taxes: line.taxes,
      discountable: !line.giftCard && !line.tip && line.addedBy !== 'exchange',
      duties: duties.map(({ price, taxes }) => ({ price: scaled(price.presentment, units, current), taxes })),
    },
  };
}

/** What a part of a line's discount is of each of its allocations. */
function sharesOf({ allocations }: StoreLine, discount: Bag): Bag[] {
  const shop = allocate(
    discount.shop,
    allocations.map(({ amount }) => amount.shop),
  );
  const presentment = allocate(
    discount.presentment,
    allocations.map(({ amount }) => amount.presentment),
  );
  return allocations.map((_, index) => ({ shop: shop[index] ?? 0n, presentment: presentment[index] ?? 0n }));
}

/** Of a discount across all lines, what the refunded units have used up. */
function settledOf(parts: readonly Parts[], discount: number): bigint {
  return parts.reduce((all, { line, settledShares }) => {
    const index = line.allocations.findIndex((each) => each.discount === discount);
    return all + (settledShares[index]?.presentment ?? 0n);
  }, 0n);
}

function scaled(amount: bigint, units: number, of: number): bigint {
  return of === 0 || units === of ? amount : divideHalfUp(amount * BigInt(units), BigInt(of));
}

function lineOf(
  parts: Parts,
  quoted: (Quoted & { readonly duties: readonly Charge[] }) | undefined,
  across: readonly number[],
): StoreLine {
  const { line, delta, settled } = parts;
  if (quoted === undefined) throw new Error(`${line.title} was not priced.`);
  const shares = allocationsOf(quoted.shares, [parts.ownDiscount, ...across]);
  const { settled: _, ...rest } = line;
  return {
    ...rest,
    ...(settled.units === 0 ? quoted.charge : { ...sumOfCharges(settled.charge, quoted.charge), settled }),
    quantity: line.quantity + Math.max(0, delta),
    removedQuantity: line.removedQuantity + Math.max(0, -delta),
    allocations: mergedAllocations(line, parts.settledShares, shares),
    duties: line.duties.map((duty) => ({ ...duty, ...quoted.duties[parts.duties.indexOf(duty)] })),
  };
}

function mergedAllocations(
  line: StoreLine,
  settledShares: readonly Bag[],
  shares: StoreLine['allocations'],
): StoreLine['allocations'] {
  const merged = new Map<number, Bag>();
  const settled = line.allocations.map(({ discount }, index) => ({ discount, amount: settledShares[index] }));
  for (const { discount, amount } of [...settled, ...shares]) {
    const before = merged.get(discount) ?? { shop: 0n, presentment: 0n };
    const { shop = 0n, presentment = 0n } = amount ?? {};
    merged.set(discount, { shop: before.shop + shop, presentment: before.presentment + presentment });
  }
  return (
    [...merged]
      // Each side is rounded by itself: of a small discount, one may have a unit left and the other none.
      .filter(([, { shop, presentment }]) => shop !== 0n || presentment !== 0n)
      .map(([discount, amount]) => ({ discount, amount }))
      .toSorted((left, right) => left.discount - right.discount)
  );
}

function asShipping({ price, discount, taxes }: StoreShipping) {
  return { price: price.presentment, discount: discount.presentment, taxes };
}

function wantedShipping({ price, discount = 0n, taxes }: ShippingSpec, isTaxExempt: boolean) {
  return { price, discount, taxes: taxesFor(taxes, isTaxExempt) };
}
