import { boolean, char, date, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { big, instant } from './column.ts';

export const fact = pgTable('fact', {
  shopId: big('shop_id').notNull(),
  kind: text('kind').notNull(),
  key: text('key').notNull(),
  home: text('home').notNull(),
  also: text('also').array().notNull(),
  happenedAt: instant('happened_at').notNull(),
  authority: boolean('authority').notNull(),
  digest: char('digest', { length: 64 }).notNull(),
  body: jsonb('body').notNull(),
  deliveryId: big('delivery_id').notNull(),
  recordedAt: instant('recorded_at').notNull(),
});

export const journalEntry = pgTable('journal_entry', {
  shopId: big('shop_id').notNull(),
  id: big('id').generatedAlwaysAsIdentity(),
  key: text('key').notNull(),
  digest: char('digest', { length: 64 }).notNull(),
  lane: text('lane').notNull(),
  orderGid: text('order_gid').notNull(),
  source: text('source').notNull(),
  happenedAt: instant('happened_at').notNull(),
  effectiveOn: date('effective_on').notNull(),
  postingDate: date('posting_date').notNull(),
  recordedAt: instant('recorded_at').notNull(),
  currency: char('currency', { length: 3 }).notNull(),
  ruleVersion: integer('rule_version').notNull(),
  reverses: big('reverses'),
  lineCount: integer('line_count').notNull(),
  controlTotal: big('control_total').notNull(),
});

export const journalLine = pgTable('journal_line', {
  shopId: big('shop_id').notNull(),
  entryId: big('entry_id').notNull(),
  line: integer('line').notNull(),
  account: text('account').notNull(),
  currency: char('currency', { length: 3 }).notNull(),
  minor: big('minor').notNull(),
  item: text('item').notNull(),
});

export const proof = pgTable('proof', {
  shopId: big('shop_id').notNull(),
  lane: text('lane').notNull(),
  orderGid: text('order_gid').notNull(),
  orderName: text('order_name').notNull(),
  state: text('state').notNull(),
  body: jsonb('body').notNull(),
  asOf: instant('as_of').notNull(),
});

export const backfill = pgTable('backfill', {
  shopId: big('shop_id').notNull(),
  resource: text('resource').notNull(),
  state: text('state').notNull(),
  since: instant('since').notNull(),
  operationId: text('operation_id'),
  startedAt: instant('started_at'),
  endedAt: instant('ended_at'),
  roots: big('roots').notNull(),
  rootsRead: big('roots_read').notNull(),
  bytesRead: big('bytes_read').notNull(),
  attempts: integer('attempts').notNull(),
  reason: text('reason'),
  dueAt: instant('due_at'),
  heldUntil: instant('held_until'),
});
