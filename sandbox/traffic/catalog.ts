/** What the demo shop sells, and its German taxes: food and books at 7 %, the rest at 19 %. */
import type { LineSpec, TaxSpec } from '#sandbox/shopify/spec.ts';

export const standardTax: TaxSpec = { title: 'DE MwSt', rate: '0.19' };
const reducedTax: TaxSpec = { title: 'DE MwSt', rate: '0.07' };

type Article = Pick<LineSpec, 'sku' | 'title' | 'unitPrice' | 'taxes'>;

const taxedAt =
  (tax: TaxSpec) =>
  (sku: string, title: string, cents: number): Article => ({
    sku,
    title,
    unitPrice: BigInt(cents),
    taxes: [tax],
  });
const standard = taxedAt(standardTax);
const reduced = taxedAt(reducedTax);

export const catalog: readonly [Article, ...Article[]] = [
  standard('LAMP-BRASS-01', 'Brass desk lamp', 11900),
  standard('LAMP-PAPER-02', 'Paper pendant lamp', 6450),
  standard('MUG-STONE-01', 'Stoneware mug', 1890),
  standard('MUG-STONE-04', 'Stoneware mugs, set of four', 6790),
  standard('BOWL-OAK-01', 'Oak bowl', 4999),
  standard('BOARD-ASH-02', 'Ash cutting board', 3495),
  standard('KNIFE-CHEF-20', 'Chef knife 20 cm', 8999),
  standard('APRON-LINEN-1', 'Linen apron', 4250),
  standard('TOWEL-LINEN-2', 'Linen towels, pair', 2590),
  standard('CANDLE-BEES-1', 'Beeswax candle', 1299),
  standard('VASE-GLASS-03', 'Blown glass vase', 7999),
  standard('STOOL-PINE-01', 'Pine stool', 9900),
  standard('CLOCK-WALL-01', 'Wall clock', 5633),
  reduced('COFFEE-250', 'House coffee 250 g', 990),
  reduced('COFFEE-1000', 'House coffee 1 kg', 3333),
  reduced('TEA-MINT-080', 'Peppermint tea 80 g', 649),
  reduced('HONEY-500', 'Forest honey 500 g', 1095),
  reduced('OIL-OLIVE-05', 'Olive oil 0.5 l', 1749),
  reduced('BOOK-BREAD-1', 'Bread, a cookbook', 2990),
  reduced('BOOK-JOIN-01', 'Joinery by hand', 3800),
];
