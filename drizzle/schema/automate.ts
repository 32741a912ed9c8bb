import { boolean, char, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { big, instant } from './column.ts';

export const posting = pgTable('posting', {
  shopId: big('shop_id').notNull(),
  connectionId: big('connection_id').notNull(),
  key: text('key').notNull(),
  lane: text('lane').notNull(),
  kind: text('kind').notNull(),
  anchor: text('anchor').notNull(),
  n: integer('n').notNull(),
  workflow: text('workflow').notNull(),
  ruleVersion: integer('rule_version').notNull(),
  happenedAt: instant('happened_at').notNull(),
  body: jsonb('body').notNull(),
  bodyDigest: char('body_digest', { length: 64 }).notNull(),
  dependsOn: text('depends_on').array().notNull(),
  state: text('state').notNull(),
  reason: text('reason'),
  frozenAt: instant('frozen_at'),
  leaseToken: big('lease_token').notNull(),
  leasedUntil: instant('leased_until'),
  notBefore: instant('not_before'),
  ambiguousUntil: instant('ambiguous_until'),
  attempts: integer('attempts').notNull(),
  documentId: text('document_id'),
  documentNumber: text('document_number'),
  adopted: boolean('adopted'),
  postedAt: instant('posted_at'),
  plannedAt: instant('planned_at').notNull(),
});

export const postingAttempt = pgTable('posting_attempt', {
  shopId: big('shop_id').notNull(),
  postingKey: text('posting_key').notNull(),
  token: big('token').notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  outcome: text('outcome'),
  detail: text('detail'),
});
