/** Orders as a store could tell of them, for properties: what is agreed stays consistent, whatever happens to it. */
import fc from 'fast-check';
import type { Agreement, Fulfillment, Refund, Sale, Transaction } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { share } from '#domain/money.ts';
import { agreed, at, line, type OrderStory, payment, refundOf, sale } from './order-facts.ts';

type Act = { readonly what: number; readonly line: number; readonly units: number; readonly amount: number };

const acts = fc.array(
  fc.record({
    what: fc.nat(9),
    line: fc.nat(2),
    units: fc.integer({ min: 1, max: 3 }),
    amount: fc.integer({ min: 1, max: 5_000 }),
  }),
  { maxLength: 12 },
);

type Goods = {
  /** Units agreed, and what they come to with the part of tax. */
  units: number;
  total: bigint;
  tax: bigint;
  shipped: number;
};

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });

/** A life of one order, at the end of which all that is left of it is shipped. */
export const orderLives: fc.Arbitrary<OrderStory> = fc
  .record({
    lines: fc.array(
      fc.record({ units: fc.integer({ min: 1, max: 4 }), total: fc.integer({ min: 0, max: 30_000 }) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    shipping: fc.nat(900),
    taxesIncluded: fc.boolean(),
    acts,
  })
  .map(({ lines, shipping, taxesIncluded, acts: all }) => {
    const life = openLife(lines, shipping);
    all.forEach((act, n) => perform(life, act, 10 * (n + 1)));
    life.goods.forEach((_, index) => ship(life, { index, units: 99, minutes: 500 + index }));
    const { sales, agreements, refunds, fulfillments, transactions } = life;
    return { header: { taxesIncluded }, sales, agreements, refunds, fulfillments, transactions };
  });

type Life = {
  readonly goods: Goods[];
  shipping: bigint;
  total: bigint;
  readonly sales: Sale[];
  readonly agreements: Agreement[];
  readonly refunds: Refund[];
  readonly fulfillments: Fulfillment[];
  readonly transactions: Transaction[];
};

function openLife(lines: readonly { units: number; total: number }[], shipping: number): Life {
  const goods = lines.map(({ units, total }): Goods => {
    const tax = BigInt(Math.floor(total / 6));
    return { units, total: BigInt(total), tax, shipped: 0 };
  });
  const total = goods.reduce((sum, one) => sum + one.total, BigInt(shipping));
  return {
    goods,
    shipping: BigInt(shipping),
    total,
    sales: [...goods.map((one, n) => saleOf(n, one.units, one)), beside('SHIPPING', BigInt(shipping))],
    agreements: [],
    refunds: [],
    fulfillments: [],
    transactions: [payment(1, 1, { amount: eur(total) })],
  };
}

function perform(life: Life, { what, line: n, units, amount }: Act, minutes: number): void {
  const index = n % life.goods.length;
  if (what <= 2) ship(life, { index, units, minutes });
  else if (what === 3) refundShipped(life, { index, units, minutes });
  else if (what === 4) refundUnshipped(life, { index, units, minutes });
  else if (what === 5)
    write(life, { minutes, sales: [added(life, index, { units, amount: BigInt(amount) })] });
  else if (what === 6) write(life, { minutes, sales: [beside('SHIPPING', BigInt(amount))] });
  else if (what === 7) goodwill(life, BigInt(amount), minutes);
  else if (what === 8) reprice(life, { index, amount: BigInt(amount), minutes });
  else
    life.transactions.push(
      payment(10 + minutes, minutes, { kind: units > 1 ? 'refund' : 'sale', amount: eur(BigInt(amount)) }),
    );
}

type Move = { readonly index: number; readonly units: number; readonly minutes: number };

function ship(life: Life, { index, units: wanted, minutes }: Move): void {
  const goods = life.goods[index];
  const units = Math.min(wanted, goods === undefined ? 0 : goods.units - goods.shipped);
  if (goods === undefined || units < 1) return;
  goods.shipped += units;
  life.fulfillments.push({
    fulfillment: gid('Fulfillment', `7${minutes}`),
    status: 'success',
    createdAt: at(minutes),
    lines: [{ lineItem: line(index + 1), quantity: units }],
  });
}

function refundShipped(life: Life, { index, units: wanted, minutes }: Move): void {
  const goods = life.goods[index];
  const units = Math.min(wanted, goods?.shipped ?? 0);
  if (goods === undefined || units < 1) return;
  goods.shipped -= units;
  takeBack(life, { index, units, how: 'return', minutes });
}

function refundUnshipped(life: Life, { index, units: wanted, minutes }: Move): void {
  const goods = life.goods[index];
  const units = Math.min(wanted, goods === undefined ? 0 : goods.units - goods.shipped);
  if (units < 1) return;
  takeBack(life, { index, units, how: 'cancel', minutes });
}

function takeBack(life: Life, { index, units, how, minutes }: Move & { readonly how: string }): void {
  const goods = life.goods[index];
  if (goods === undefined) return;
  const part = (whole: bigint) => share(eur(whole), BigInt(units), BigInt(goods.units)).minor;
  const [total, tax] = [part(goods.total), part(goods.tax)];
  goods.units -= units;
  goods.total -= total;
  goods.tax -= tax;
  const refund = gid('Refund', `${minutes}`);
  life.refunds.push({
    ...refundOf(minutes, minutes),
    lines: [
      {
        lineItem: line(index + 1),
        quantity: units,
        restock: how,
        location: null,
        subtotal: eur(total),
        tax: eur(tax),
      },
    ],
  });
  // Less goes back where an amount without goods went back before: the store keeps its total from falling below nothing.
  const kept = total > life.total ? [beside('ADJUSTMENT', total - life.total)] : [];
  const sales = [saleOf(index, -units, { total: -total, tax: -tax }), ...kept];
  write(life, { minutes, reason: 'REFUND', sales, refund });
}

function added(life: Life, index: number, { units, amount }: { units: number; amount: bigint }): Sale {
  const goods = life.goods[index];
  if (goods !== undefined) {
    goods.units += units;
    goods.total += amount;
    goods.tax += amount / 6n;
  }
  return saleOf(index, units, { total: amount, tax: amount / 6n });
}

/** The price of a line rises without a unit more, as a discount is taken back. */
function reprice(
  life: Life,
  { index, amount, minutes }: Omit<Move, 'units'> & { readonly amount: bigint },
): void {
  const goods = life.goods[index];
  if (goods === undefined || goods.units === 0) return;
  goods.total += amount;
  write(life, { minutes, sales: [saleOf(index, 0, { total: amount, tax: 0n })] });
}

function goodwill(life: Life, amount: bigint, minutes: number): void {
  if (amount > life.total) return;
  life.refunds.push(refundOf(minutes, minutes, { reasons: ['CUSTOMER'] }));
  const sales = [beside('ADJUSTMENT', -amount)];
  write(life, { minutes, reason: 'REFUND', sales, refund: gid('Refund', `${minutes}`) });
}

function write(
  life: Life,
  { minutes, sales, ...about }: { readonly minutes: number } & Pick<Agreement, 'sales'> & Partial<Agreement>,
): void {
  life.total += sales.reduce((sum, one) => sum + one.total.minor, 0n);
  life.agreements.push(agreed(100 + minutes, minutes, { sales, ...about }));
}

function saleOf(index: number, quantity: number, { total, tax }: { total: bigint; tax: bigint }): Sale {
  const taxes = tax === 0n ? [] : [{ title: 'VAT', rate: '0.2', channelLiable: false, amount: eur(tax) }];
  return {
    ...sale({ total: '0' }, { lineItem: line(index + 1), quantity }),
    total: eur(total),
    tax: eur(tax),
    taxes,
  };
}

function beside(lineType: string, minor: bigint): Sale {
  return { ...sale({ total: '0' }, { lineType, lineItem: null, quantity: 0 }), total: eur(minor) };
}
