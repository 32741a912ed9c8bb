import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { big, instant } from './column.ts';

export const routingBook = pgTable('routing_book', {
  shopId: big('shop_id').notNull(),
  version: integer('version').notNull(),
  body: jsonb('body').notNull(),
  change: text('change').notNull(),
  changedAt: instant('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
});
