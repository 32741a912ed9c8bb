import { char, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { big, instant } from './column.ts';

export const decision = pgTable('decision', {
  shopId: big('shop_id').notNull(),
  id: big('id').generatedAlwaysAsIdentity(),
  lane: text('lane').notNull(),
  decidedAt: instant('decided_at').notNull(),
  kind: text('kind').notNull(),
  subject: text('subject').notNull(),
  rule: text('rule').notNull(),
  ruleVersion: integer('rule_version').notNull(),
  inputsDigest: char('inputs_digest', { length: 64 }),
  detail: jsonb('detail').notNull(),
  actor: text('actor').notNull(),
});
