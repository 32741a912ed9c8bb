/** What of an order has no name in the ERP yet: each source is a difference of its own, and the rest goes on. */
import type { Break } from '#domain/break.ts';
import type { OrderLine, Sale, TaxShare } from '#domain/fact.ts';
import { add, type Money, shown, sum } from '#domain/money.ts';
import type { MappingKind, ShopFacts } from '#domain/shop.ts';
import { difference } from './difference.ts';
import type { KnownOrder } from './know.ts';
import { plainRate } from './rate.ts';
import { receipts, refundsPaid } from './settle.ts';

type Source = { readonly kind: MappingKind; readonly source: string; readonly amount: Money };

/** A kind without any mapping is not mapped yet, and nothing of it is a difference. */
export function unmapped(order: KnownOrder, { mappings }: ShopFacts): readonly Break[] {
  const isMissing = ({ kind, source }: Source): boolean => {
    const known = mappings.get(kind);
    if (known === undefined || known.size === 0) return false;
    return !known.has(source) && !(kind === 'tax' && [...known].some((one) => plainTax(one) === source));
  };
  const isAsked = (kind: MappingKind): boolean => (mappings.get(kind)?.size ?? 0) > 0;
  return [
    ...gateways(order)
      .filter(isMissing)
      .map((one) => missing('cash', one)),
    ...byTitle(taxes(order).filter(isMissing), mappings.get('tax')).map((one) => missing('store', one)),
    ...places(order)
      .filter(isMissing)
      .map((one) => missing('store', one)),
    ...(isAsked('sku') ? unknownGoods(order, (sku) => mappings.get('sku')?.has(sku) === true) : []),
    ...ownerless(order),
  ];
}

function missing(leg: Break['leg'], { kind, source, amount }: Source): Break {
  const sentence = `The ${kind} ${source} has no name in the ERP yet; ${shown(amount)} waits for it.`;
  return difference({ leg, cause: 'UNMAPPED', amount, about: `${kind} ${source}`, sentence });
}

function summed(sources: readonly Source[]): readonly Source[] {
  const bySource = new Map<string, Source>();
  for (const one of sources) {
    const known = bySource.get(one.source);
    bySource.set(one.source, known === undefined ? one : { ...one, amount: add(known.amount, one.amount) });
  }
  return [...bySource.values()];
}

/** What came by a gateway; one that only paid back is mapped all the same. */
function gateways({ transactions }: KnownOrder): readonly Source[] {
  const came = receipts(transactions);
  const known = new Set(came.map(({ gateway }) => gateway));
  const back = refundsPaid(transactions).filter(({ gateway }) => !known.has(gateway));
  return summed(
    [...came, ...back].map(({ gateway, amount }) => ({ kind: 'gateway', source: gateway, amount })),
  );
}

function salesOf({ agreements }: KnownOrder): readonly Sale[] {
  return agreements.flatMap(({ sales }) => sales);
}

/** "DE MwSt 0.19": the title as it is, the rate in the fewest decimals. */
function taxSource({ title, rate }: Pick<TaxShare, 'title' | 'rate'>): string {
  return `${title} ${plainRate(rate)}`;
}

function plainTax(source: string): string {
  const at = source.lastIndexOf(' ');
  return at < 0 ? source : taxSource({ title: source.slice(0, at), rate: source.slice(at + 1) });
}

/** What a merchant of record or the channel owes has one account, whatever the tax. */
function taxes(order: KnownOrder): readonly Source[] {
  if (order.header.merchantOfRecord) return [];
  const shares = salesOf(order).flatMap((sale) => sale.taxes.filter((one) => one.channelLiable !== true));
  return summed(shares.map((one) => ({ kind: 'tax', source: taxSource(one), amount: one.amount })));
}

/**
 * A title of which no rate is mapped is one unknown thing, whatever its rates: it goes by the first of them, and by the
 * others once that one has a name.
 */
function byTitle(sources: readonly Source[], known: ReadonlySet<string> = new Set()): readonly Source[] {
  const titles = new Set([...known].map(titleOf));
  const inOrder = sources.toSorted((one, other) => (one.source < other.source ? -1 : 1));
  const single = inOrder.filter(({ source }) => titles.has(titleOf(source)));
  const strange = Map.groupBy(
    inOrder.filter(({ source }) => !titles.has(titleOf(source))),
    ({ source }) => titleOf(source),
  );
  const whole = [...strange.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, amount: others.reduce((amount, one) => add(amount, one.amount), first.amount) }],
  );
  return [...single, ...whole];
}

function titleOf(source: string): string {
  return source.slice(0, Math.max(0, source.lastIndexOf(' ')));
}

function places({
  header: { location, currency, presentmentCurrency, total },
}: KnownOrder): readonly Source[] {
  const currencies = [...new Set([currency, presentmentCurrency])];
  return [
    ...(location === null ? [] : [{ kind: 'location', source: location, amount: total } as const]),
    ...currencies.map((source) => ({ kind: 'currency', source, amount: total }) as const),
  ];
}

const goods = new Set(['PRODUCT', 'GIFT_CARD']);
const selling = new Set(['ORDER', 'ORDER_EDIT']);

/** Lines that name no item of the catalog: without a SKU nothing can be mapped, and a person must decide. */
function unknownGoods(order: KnownOrder, isMapped: (sku: string) => boolean): readonly Break[] {
  const { header, agreements } = order;
  const sold = agreements.filter(({ reason }) => selling.has(reason)).flatMap(({ sales }) => sales);
  return header.lines.flatMap((line) => {
    const sales = sold.filter(({ lineItem, lineType }) => lineItem === line.lineItem && goods.has(lineType));
    if (sales.reduce((units, { quantity }) => units + quantity, 0) <= 0 || isNamed(line, isMapped)) return [];
    const amount = sum(
      sales.map(({ total }) => total),
      header.currency,
    );
    return [unknownLine(line, amount)];
  });
}

function isNamed({ sku, inCatalog }: OrderLine, isMapped: (sku: string) => boolean): boolean {
  return sku !== null && (inCatalog !== false || isMapped(sku));
}

function unknownLine({ lineItem, sku, title }: OrderLine, amount: Money): Break {
  const what = sku === null ? `has no SKU` : `has the SKU ${sku}, which is not in the catalog`;
  const sentence = `The line “${title}” of ${shown(amount)} ${what}: no item of the ERP stands for it.`;
  const evidence = { sku: sku ?? '', lineItem };
  const about = sku === null ? lineItem : `sku ${sku}`;
  return difference({ leg: 'store', cause: 'UNMAPPED', amount, about, sentence, evidence });
}

/** Where a shop sells by itself, its own taxes are its own to pay. */
const ownChannels = new Set(['web', 'pos', 'shopify_draft_order', 'iphone', 'android']);

/** Taxes of which nobody says who owes them, on an order whose other taxes the channel owes, or that a marketplace brought. */
function ownerless(order: KnownOrder): readonly Break[] {
  const { merchantOfRecord, channel } = order.header;
  if (merchantOfRecord) return [];
  const shares = salesOf(order).flatMap((sale) => sale.taxes);
  // An app's own channel bears its number for a name, and says nothing of who owes a tax.
  const isForeign = channel !== null && !ownChannels.has(channel) && !/^\d+$/.test(channel);
  if (!isForeign && !shares.some(({ channelLiable }) => channelLiable === true)) return [];
  const open = shares.filter(({ channelLiable }) => channelLiable === null);
  return summed(open.map((one) => ({ kind: 'tax', source: taxSource(one), amount: one.amount })))
    .filter(({ amount }) => amount.minor !== 0n)
    .map(({ source, amount }) => {
      const sentence = `Nobody says who owes the tax ${source} of ${shown(amount)}, the channel or the shop.`;
      const about = `debtor of ${source}`;
      return difference({ leg: 'store', cause: 'UNMAPPED', amount, about, sentence });
    });
}
