import { sql } from 'drizzle-orm';
import { boolean, char, date, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { big, instant } from './column.ts';

export const fact = pgTable('fact', {
  shopId: big('shop_id').notNull(),
  kind: text('kind').notNull(),
  key: text('key').notNull(),
  home: text('home').notNull(),
  also: text('also').array().notNull(),
  isShared: boolean('is_shared')
    .notNull()
    .generatedAlwaysAs(sql`also <> '{}'`),
  happenedAt: instant('happened_at').notNull(),
  authority: boolean('authority').notNull(),
  digest: char('digest', { length: 64 }).notNull(),
  body: jsonb('body').notNull(),
  /** Of an order, when it was made. */
  madeAt: instant('made_at').generatedAlwaysAs(
    sql`case when kind = 'order' then instant(body ->> 'createdAt') end`,
  ),
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
  summaryLane: text('summary_lane'),
});

export const journalLine = pgTable('journal_line', {
  shopId: big('shop_id').notNull(),
  entryId: big('entry_id').notNull(),
  line: integer('line').notNull(),
  account: text('account').notNull(),
  currency: char('currency', { length: 3 }).notNull(),
  minor: big('minor').notNull(),
  item: text('item').notNull(),
  dimensions: jsonb('dimensions').notNull(),
});

export const projection = pgTable('projection', {
  shopId: big('shop_id').notNull(),
  projectedAt: instant('projected_at').notNull(),
});

export const balanceDay = pgTable('balance_day', {
  shopId: big('shop_id').notNull(),
  account: text('account').notNull(),
  currency: char('currency', { length: 3 }).notNull(),
  effectiveOn: date('effective_on').notNull(),
  recordedOn: date('recorded_on').notNull(),
  debit: big('debit').notNull(),
  credit: big('credit').notNull(),
  lines: integer('lines').notNull(),
});

export const openBalance = pgTable('open_balance', {
  shopId: big('shop_id').notNull(),
  lane: text('lane').notNull(),
  account: text('account').notNull(),
  currency: char('currency', { length: 3 }).notNull(),
  minor: big('minor').notNull(),
});

export const proof = pgTable('proof', {
  shopId: big('shop_id').notNull(),
  lane: text('lane').notNull(),
  orderGid: text('order_gid').notNull(),
  orderName: text('order_name').notNull(),
  state: text('state').notNull(),
  body: jsonb('body').notNull(),
  asOf: instant('as_of').notNull(),
  placedAt: instant('placed_at'),
  totalMinor: big('total_minor'),
  currency: char('currency', { length: 3 }),
  storeState: text('store_state'),
  erpState: text('erp_state'),
  cashState: text('cash_state'),
  refundState: text('refund_state'),
});

export const policy = pgTable('policy', {
  shopId: big('shop_id').notNull(),
  version: integer('version').notNull(),
  validFrom: instant('valid_from').notNull(),
  body: jsonb('body').notNull(),
  setAt: instant('set_at').notNull(),
  setBy: text('set_by').notNull(),
});

export const mapping = pgTable('mapping', {
  shopId: big('shop_id').notNull(),
  kind: text('kind').notNull(),
  source: text('source').notNull(),
  target: text('target').notNull(),
  setAt: instant('set_at').notNull(),
  setBy: text('set_by').notNull(),
});

export const sweep = pgTable('sweep', {
  shopId: big('shop_id').notNull(),
  resource: text('resource').notNull(),
  since: instant('since').notNull(),
  wholeAt: instant('whole_at'),
  readThrough: instant('read_through'),
  passSince: instant('pass_since'),
  passStartedAt: instant('pass_started_at'),
  passCursor: text('pass_cursor'),
  passRead: boolean('pass_read').notNull(),
  passRows: big('pass_rows').notNull(),
  rowsRead: big('rows_read').notNull(),
  dueAt: instant('due_at'),
  heldUntil: instant('held_until'),
  failures: integer('failures').notNull(),
  reason: text('reason'),
});

export const completeness = pgTable('completeness', {
  shopId: big('shop_id').notNull(),
  resource: text('resource').notNull(),
  hour: instant('hour').notNull(),
  theirs: big('theirs').notNull(),
  ours: big('ours').notNull(),
  missing: jsonb('missing').notNull(),
  differs: boolean('differs')
    .notNull()
    .generatedAlwaysAs(sql`ours <> theirs or missing <> '[]'`),
  checkedAt: instant('checked_at').notNull(),
});

export const breaks = pgTable('break', {
  shopId: big('shop_id').notNull(),
  lane: text('lane').notNull(),
  key: text('key').notNull(),
  leg: text('leg').notNull(),
  cause: text('cause').notNull(),
  minor: big('minor'),
  currency: char('currency', { length: 3 }),
  about: text('about').notNull(),
  sentence: text('sentence').notNull(),
  evidence: jsonb('evidence').notNull(),
  orderName: text('order_name'),
  firstSeenAt: instant('first_seen_at').notNull(),
  lastSeenAt: instant('last_seen_at').notNull(),
  closedAt: instant('closed_at'),
  closedHow: text('closed_how'),
  lookedAt: instant('looked_at'),
});

export const openItem = pgTable('open_item', {
  shopId: big('shop_id').notNull(),
  ref: text('ref').notNull(),
  lane: text('lane').notNull(),
  side: text('side').notNull(),
  itemGroup: text('item_group').notNull(),
  kind: text('kind').notNull(),
  minor: big('minor').notNull(),
  currency: char('currency', { length: 3 }).notNull(),
  onDate: date('on_date').notNull(),
  label: text('label').notNull(),
});

export const claim = pgTable('claim', {
  shopId: big('shop_id').notNull(),
  dueRef: text('due_ref').notNull(),
  documentRef: text('document_ref').notNull(),
  dueLane: text('due_lane').notNull(),
  documentLane: text('document_lane').notNull(),
  dueLabel: text('due_label').notNull(),
  documentLabel: text('document_label').notNull(),
  state: text('state').notNull(),
  claimedAt: instant('claimed_at').notNull(),
  told: boolean('told').notNull(),
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
