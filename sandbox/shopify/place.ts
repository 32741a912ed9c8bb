/** Turns what a checkout asks for into the store's order: priced, discounted and taxed to the minor unit. */
import { agree, lineTypeOf, saleOfCharge } from './act/agree.ts';
import type { ActContext } from './act/context.ts';
import {
  acrossOf,
  addOwnDiscount,
  makeLine,
  makeShipping,
  taxesFor,
  tipOf,
  wareOf,
  withTaxes,
} from './content.ts';
import type { Rate } from './model/bag.ts';
import type { StoreCustomer } from './model/catalog.ts';
import type { Charge } from './model/charge.ts';
import type { StoreDiscount, StoreOrder, StorePaymentTerms } from './model/order.ts';
import { quote } from './quote.ts';
import { bagAt, rateOf } from './rate.ts';
import type { OrderSpec } from './spec.ts';

const dayMs = 86_400_000;

/** Makes the order with its ORDER agreement; nothing is paid, routed or announced yet. */
export function place(
  context: ActContext,
  spec: OrderSpec,
  of: { readonly index: number; readonly customer: StoreCustomer | null },
): StoreOrder {
  const { state, clock, nextId } = context;
  const { index, customer } = of;
  const id = nextId();
  const now = clock.now();
  const presentmentCurrency = spec.currency ?? state.shop.currency;
  const rate = rateOf(spec.exchangeRate, { shop: state.shop.currency, presentment: presentmentCurrency });
  const content = contentOf(context, spec, { rate, isTaxExempt: customer?.taxExempt ?? false });
  const isShipped = spec.handedOver !== true && content.lines.some((line) => line.requiresShipping);
  const person = customer?.person ?? null;
  const order: StoreOrder = {
    id,
    index,
    number: 1000 + index,
    name: `#${1000 + index}`,
    createdAt: now,
    updatedAt: now,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: spec.test ?? false,
    quiet: spec.quiet ?? false,
    taxesIncluded: spec.taxesIncluded,
    dutiesIncluded: spec.dutiesIncluded ?? false,
    currency: state.shop.currency,
    presentmentCurrency,
    rate,
    poNumber: spec.poNumber ?? null,
    note: spec.note ?? null,
    tags: spec.tags ?? [],
    source: spec.source ?? 'web',
    retailLocationId: spec.retailLocationId ?? (spec.handedOver === true ? state.shop.locationId : null),
    merchantOfRecordApp: spec.merchantOfRecordApp ?? null,
    customer,
    shippingAddress: isShipped ? person : null,
    billingAddress: person,
    ...content,
    discountCode: spec.discountCode ?? null,
    transactions: [],
    fulfillmentOrders: [],
    fulfillments: [],
    refunds: [],
    returns: [],
    agreements: [],
    risks: [],
    paymentTerms: spec.netDays === undefined ? null : termsOf(context, spec.netDays),
  };
  agree(context, order, { reason: 'ORDER', sales: salesOf(order) });
  return order;
}

function contentOf(
  context: ActContext,
  spec: OrderSpec,
  { rate, isTaxExempt }: { readonly rate: Rate; readonly isTaxExempt: boolean },
): Pick<StoreOrder, 'lines' | 'shipping' | 'fees' | 'discounts'> {
  if (spec.dutiesIncluded === true && spec.lines.some((line) => line.duty !== undefined))
    throw new Error('Duties that are included in prices are not modelled.');
  const tip = spec.tip === undefined || spec.tip === 0n ? [] : [tipOf(spec.tip)];
  const wanted = [...spec.lines, ...tip].map((line) => withTaxes(line, isTaxExempt));
  if (wanted.length === 0) throw new Error('An order without lines cannot be placed.');
  const shipping = spec.shipping === undefined ? [] : [spec.shipping];
  const fees = spec.fees ?? [];
  const discounts = discountsOf(spec, rate);
  const across = acrossOf(discounts);
  const { taxRounding } = context.state.shop;
  const quoted = quote(
    {
      wares: wanted.map((line) => wareOf(line, isTaxExempt)),
      shipping: shipping.map(({ price, discount = 0n, taxes }) => ({
        price,
        discount,
        taxes: taxesFor(taxes, isTaxExempt),
      })),
      fees: fees.map(({ amount, taxes }) => ({ price: amount, taxes: taxesFor(taxes, isTaxExempt) })),
      across: across.map(({ value }) => value),
    },
    { taxesIncluded: spec.taxesIncluded, taxRounding, rate },
  );
  const indexes = across.map(({ index }) => index);
  return {
    discounts,
    lines: wanted.flatMap((line, at) => {
      const priced = quoted.wares[at];
      const own = addOwnDiscount(discounts, { amount: line.discount, target: 'line_item', rate });
      const made = { wanted: line, discounts: [own, ...indexes], rate, addedBy: 'checkout' } as const;
      return priced === undefined ? [] : [makeLine(context, { ...made, quoted: priced })];
    }),
    shipping: shipping.flatMap((each, at) => {
      const priced = quoted.shipping[at];
      const own = addOwnDiscount(discounts, { amount: each.discount, target: 'shipping_line', rate });
      return priced === undefined
        ? []
        : [makeShipping(context, { wanted: each, quoted: priced, discounts: [own] })];
    }),
    fees: fees.flatMap(({ name }, at) => {
      const priced = quoted.fees[at];
      return priced === undefined ? [] : [{ id: context.nextId(), name, ...priced }];
    }),
  };
}

/** A code is the first of an order's discounts; those of single lines and of shipping follow when these are made. */
function discountsOf(
  { discountCode: code, automaticDiscount: automatic }: OrderSpec,
  rate: Rate,
): StoreDiscount[] {
  const across = { target: 'line_item', allocation: 'across' } as const;
  const valueOf = (discount: { percent: number } | { amount: bigint }): StoreDiscount['value'] =>
    'percent' in discount ? { percent: discount.percent } : { amount: bagAt(rate, discount.amount) };
  const byCode: StoreDiscount[] =
    code === undefined
      ? []
      : [{ kind: 'code', title: code.code, code: code.code, value: valueOf(code), ...across }];
  const byItself: StoreDiscount[] =
    automatic === undefined
      ? []
      : [{ kind: 'automatic', title: automatic.title, code: null, value: valueOf(automatic), ...across }];
  return [...byCode, ...byItself];
}

function termsOf({ clock, nextId }: ActContext, dueInDays: number): StorePaymentTerms {
  const issuedAt = clock.now();
  return {
    id: nextId(),
    name: `Net ${dueInDays}`,
    type: 'NET',
    dueInDays,
    schedule: { id: nextId(), issuedAt, dueAt: issuedAt + dueInDays * dayMs },
  };
}

function salesOf(order: StoreOrder) {
  const sold = (
    charge: Charge & { readonly id: bigint },
    lineType: Parameters<typeof saleOfCharge>[1]['lineType'],
    quantity: number | null = null,
  ) => saleOfCharge(charge, { lineType, subjectId: charge.id, actionType: 'ORDER', quantity, sign: 1 });
  return [
    ...order.lines.map((line) => sold(line, lineTypeOf(line), line.quantity)),
    ...order.lines.flatMap((line) => line.duties.map((duty) => sold(duty, 'DUTY'))),
    ...order.shipping.map((each) => sold(each, 'SHIPPING')),
    ...order.fees.map((fee) => sold(fee, 'ADDITIONAL_FEE')),
  ];
}
