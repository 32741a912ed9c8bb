/** Units of each inventory item at each location, in Shopify's named states. */
export type QuantityName =
  | 'available'
  | 'committed'
  | 'reserved'
  | 'damaged'
  | 'safety_stock'
  | 'quality_control'
  | 'incoming';

/** `on_hand` is the sum of all states but `incoming` (Shopify docs: inventory states); it is derived, never kept. */
export type StoreLevel = {
  readonly inventoryItemId: bigint;
  readonly locationId: bigint;
  readonly quantities: Record<QuantityName, number>;
  active: boolean;
  readonly createdAt: number;
  updatedAt: number;
};

/** One change, for the history of a level and for the truth about drift. */
export type StockMovement = {
  readonly at: number;
  readonly inventoryItemId: bigint;
  readonly locationId: bigint;
  readonly name: QuantityName;
  readonly delta: number;
  /** `sale`, `fulfillment`, `restock`, `received`, `cycle_count_available`, `correction` … as Shopify's reasons. */
  readonly reason: string;
  readonly documentUri: string | null;
};

export type InventoryBook = {
  /** By `${inventoryItemId}/${locationId}`. */
  readonly levels: Map<string, StoreLevel>;
  readonly movements: StockMovement[];
};
