import { describe, expect, test } from 'vitest';
import type { MappingKind } from '#domain/shop.ts';
import { nothingKnown } from '#domain/shop.ts';
import { unmapped } from '#src/stabilize/mapping.ts';
import {
  charge,
  eur,
  known,
  lamp,
  line,
  type OrderStory,
  payment,
  sale,
} from '#tests/support/order-facts.ts';

function missing(story: OrderStory, mapped: Partial<Record<MappingKind, readonly string[]>>): string[] {
  const kinds = ['gateway', 'tax', 'sku', 'location', 'currency'] as const;
  const mappings = new Map(
    kinds.flatMap((kind) => {
      const sources = mapped[kind];
      return sources === undefined ? [] : [[kind, new Set(sources)] as const];
    }),
  );
  return unmapped(known(story), { ...nothingKnown, mappings }).map(
    ({ leg, about, amount, cause }) =>
      `${leg} ${cause} ${about} ${amount === null ? '–' : String(amount.minor)}`,
  );
}

const paid = (...gateways: readonly string[]): OrderStory => ({
  transactions: gateways.map((gateway, n) => payment(n + 1, n, { gateway, amount: eur('10.00') })),
});

describe('a source without a name in the ERP', () => {
  test('is no difference while nothing of its kind is mapped', () => {
    expect(
      missing({ ...paid('moonbeam_pay'), header: { location: 'gid://shopify/Location/1' } }, {}),
    ).toEqual([]);
  });

  test('is the gateway of what came in, with all of it, once', () => {
    const gateway = ['shopify_payments'];
    expect(missing(paid('moonbeam_pay', 'shopify_payments', 'moonbeam_pay'), { gateway })).toEqual([
      'cash UNMAPPED gateway moonbeam_pay 2000',
    ]);
    expect(missing(paid('shopify_payments'), { gateway })).toEqual([]);
  });

  test('is a tax by title and rate, however many decimals the rate has', () => {
    const tax = ['DE MwSt 0.19'];
    const taxed = (title: string, rate: string) =>
      sale(
        { total: '119.00', tax: '19.00' },
        { taxes: [{ title, rate, channelLiable: false, amount: eur('19.00') }] },
      );
    expect(missing({ sales: [lamp] }, { tax })).toEqual([]);
    expect(missing({ sales: [taxed('DE MwSt', '0.190')] }, { tax })).toEqual([]);
    expect(missing({ sales: [taxed('DE MwSt', '0.19')] }, { tax: ['DE MwSt 0.1900'] })).toEqual([]);
    expect(missing({ sales: [taxed('DE MwSt', '0.16')] }, { tax })).toEqual([
      'store UNMAPPED tax DE MwSt 0.16 1900',
    ]);
    expect(missing({ sales: [taxed('Lantern levy', '0.19')] }, { tax })).toEqual([
      'store UNMAPPED tax Lantern levy 0.19 1900',
    ]);
    expect(missing({ sales: [taxed('Levy', '0.1')], header: { merchantOfRecord: true } }, { tax })).toEqual(
      [],
    );
  });

  test('is a title of several rates as one, and each rate by itself once the title is known', () => {
    const two = (title: string, ...rates: readonly string[]) =>
      sale(
        { total: '119.00', tax: '19.00' },
        { taxes: rates.map((rate) => ({ title, rate, channelLiable: false, amount: eur('9.50') })) },
      );
    const story = { sales: [two('Levy', '0.07', '0.05')] };
    expect(missing(story, { tax: ['GST 0.05'] })).toEqual(['store UNMAPPED tax Levy 0.05 1900']);
    expect(missing(story, { tax: ['GST 0.05', 'Levy 0.05'] })).toEqual(['store UNMAPPED tax Levy 0.07 950']);
    expect(missing(story, { tax: ['Levy 0.20'] })).toEqual([
      'store UNMAPPED tax Levy 0.05 950',
      'store UNMAPPED tax Levy 0.07 950',
    ]);
  });

  test('is a line outside the catalog, by its SKU or else by itself', () => {
    const lines = (sku: string | null, inCatalog: boolean | null) => ({
      header: { lines: [{ lineItem: line(1), sku, title: 'Lamp', quantity: 1, inCatalog }] },
    });
    const sku = ['ENGRAVING'];
    expect(missing(lines('SKU-1', true), { sku })).toEqual([]);
    expect(missing(lines('ENGRAVING', false), { sku })).toEqual([]);
    expect(missing(lines('ONE-1', false), { sku })).toEqual(['store UNMAPPED sku ONE-1 11900']);
    expect(missing(lines(null, true), { sku })).toEqual([`store UNMAPPED ${line(1)} 11900`]);
    expect(missing(lines(null, false), {})).toEqual([]);
    // A tip has a line of its own, and is no goods.
    const tip = { ...charge('TIP', '5.00'), lineItem: line(1), quantity: 1 };
    expect(missing({ ...lines(null, false), sales: [tip] }, { sku })).toEqual([]);
  });

  test('is a location, or a currency of the customer', () => {
    const header = { location: 'gid://shopify/Location/1', presentmentCurrency: 'USD' } as const;
    expect(missing({ header }, { location: ['gid://shopify/Location/2'], currency: ['EUR'] })).toEqual([
      'store UNMAPPED location gid://shopify/Location/1 11900',
      'store UNMAPPED currency USD 11900',
    ]);
  });

  test('is a tax of which nobody says who owes it, where a channel owes others or brought the order', () => {
    const tax = (channelLiable: boolean | null, title: string) => ({
      title,
      rate: '0.19',
      channelLiable,
      amount: eur('9.50'),
    });
    const story = (first: boolean | null, channel: string): OrderStory => ({
      header: { channel },
      sales: [sale({ total: '119.00', tax: '19.00' }, { taxes: [tax(first, 'A'), tax(null, 'B')] })],
    });
    expect(missing(story(true, 'web'), {})).toEqual(['store UNMAPPED debtor of B 0.19 950']);
    expect(missing(story(false, 'web'), {})).toEqual([]);
    expect(missing(story(false, 'marketplace'), {})).toEqual(['store UNMAPPED debtor of B 0.19 950']);
    // The channel of an app bears its number for a name.
    expect(missing(story(false, '580111'), {})).toEqual([]);
  });
});
