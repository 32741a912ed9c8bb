/** What people do with goods: each receipt and count is a document that moves stock. */
import { chart } from './chart.ts';
import type { ErpDocument } from './contract.ts';
import type { Announce, Enter } from './hand-written.ts';
import type { Stock } from './stock.ts';
import type { Substance, Units } from './substance.ts';

export type Warehouse = {
  /** Goods come in, each at its cost where the item is new. */
  receiveByHand(spot: Units & { readonly unitCost?: bigint }, options?: Announce): ErpDocument;
  /** Somebody counts an item, and the ERP corrects itself by what is off; null when nothing is. */
  countByHand(spot: Units, options?: Announce): ErpDocument | null;
};

export function openWarehouse(stock: Stock, enter: Enter): Warehouse {
  const adjust = (spot: Units, substance: Partial<Substance>, options?: Announce): ErpDocument =>
    enter('stock_adjustment', { order: null, ...substance, units: [spot] }, options);
  return {
    receiveByHand({ unitCost, ...spot }, options) {
      if (unitCost !== undefined) stock.value(spot.sku, unitCost);
      return adjust(spot, { account: chart.goodsReceived, reason: 'goods receipt' }, options);
    },
    countByHand({ sku, location, quantity }, options) {
      const off = quantity - stock.onHandOf(sku, location);
      if (off === 0) return null;
      return adjust({ sku, location, quantity: off }, { reason: 'count' }, options);
    },
  };
}
