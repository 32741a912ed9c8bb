import { gid } from '#domain/gid.ts';
import { lane } from '#domain/lane.ts';
import { read } from './parse.ts';
import { inventoryLevelPayload, locationPayload, productPayload } from './schema.ts';
import { noted, type Topic } from './topic.ts';

export const product: Topic = {
  translate(payload, said) {
    const one = read(productPayload, payload);
    const about = {
      key: gid('Product', one.id),
      lanes: [lane('product', one.id)] as const,
      at: one.updated_at,
      said,
    };
    return [noted('product', about, { status: one.status ?? null, deleted: said.topic.endsWith('/delete') })];
  },
};

export const inventoryLevel: Topic = {
  translate(payload, said) {
    const level = read(inventoryLevelPayload, payload);
    const about = {
      key: `${gid('InventoryItem', level.inventory_item_id)}@${level.location_id}`,
      lanes: [lane('inventory_item', level.inventory_item_id)] as const,
      at: level.updated_at,
      said,
    };
    const body = { available: level.available ?? null, disconnected: said.topic.endsWith('/disconnect') };
    return [noted('inventory_level', about, body)];
  },
};

export const location: Topic = {
  translate(payload, said) {
    const one = read(locationPayload, payload);
    const about = {
      key: gid('Location', one.id),
      lanes: [lane('location', one.id)] as const,
      at: one.updated_at,
      said,
    };
    const body = {
      name: one.name ?? null,
      active: one.active ?? null,
      deleted: said.topic.endsWith('/delete'),
    };
    return [noted('location', about, body)];
  },
};
