import { sql } from 'drizzle-orm';
import { boolean, char, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { big, instant } from './column.ts';

export const shop = pgTable('shop', {
  id: big('id').generatedAlwaysAsIdentity().notNull(),
  domain: text('domain').notNull(),
  state: text('state').notNull(),
  installedAt: instant('installed_at').notNull(),
  currency: char('currency', { length: 3 }).notNull(),
  timeZone: text('time_zone').notNull(),
  policy: jsonb('policy').notNull(),
  mappingTag: uuid('mapping_tag'),
  dataKey: text('data_key'),
});

export const connection = pgTable('connection', {
  shopId: big('shop_id').notNull(),
  id: big('id').generatedAlwaysAsIdentity().notNull(),
  kind: text('kind').notNull(),
  baseUrl: text('base_url').notNull(),
  sealedCredentials: text('sealed_credentials').notNull(),
  enforcesKeys: boolean('enforces_keys').notNull(),
  executionMsMax: integer('execution_ms_max').notNull(),
  parallelMax: integer('parallel_max').notNull(),
  postsPerMinute: integer('posts_per_minute').notNull(),
});

export const workflow = pgTable('workflow', {
  shopId: big('shop_id').notNull(),
  name: text('name').notNull(),
  mode: text('mode').notNull(),
  cutOverAt: instant('cut_over_at').notNull(),
  pausedAt: instant('paused_at'),
  pausedBy: text('paused_by'),
  pausedReason: text('paused_reason'),
});

export const lane = pgTable('lane', {
  shopId: big('shop_id').notNull(),
  key: text('key').notNull(),
  version: big('version').notNull(),
  stirred: big('stirred').notNull(),
  settled: big('settled').notNull(),
  isDue: boolean('is_due').generatedAlwaysAs(sql`stirred > settled`),
  claimedBy: text('claimed_by'),
  claimedUntil: instant('claimed_until'),
  failures: integer('failures').notNull(),
  heardAt: instant('heard_at'),
  readDueAt: instant('read_due_at'),
  proveDueAt: instant('prove_due_at'),
});

export const inbox = pgTable('inbox', {
  shopId: big('shop_id').notNull(),
  id: big('id').generatedAlwaysAsIdentity().notNull(),
  source: text('source').notNull(),
  topic: text('topic').notNull(),
  dedupeKey: text('dedupe_key').notNull(),
  eventId: text('event_id'),
  lane: text('lane').notNull(),
  receivedAt: instant('received_at').notNull(),
  triggeredAt: instant('triggered_at'),
  sealed: text('sealed'),
  state: text('state').notNull(),
  reason: text('reason'),
  settledAt: instant('settled_at'),
});
