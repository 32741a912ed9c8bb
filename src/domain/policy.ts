import type { Instant } from './instant.ts';

/** What one document of the ERP stands for: one thing of one order, or all that happened in a day. */
export type Granularity = 'order' | 'daily summary';

export type InvoiceTrigger = 'fulfillment' | 'payment' | 'order';

/** What a legal entity chose (ACCOUNTING: every choice marked policy). Spans are milliseconds. */
export type Policy = {
  /** How long a subject must be quiet before its store is asked for the authority (ACCOUNTING §4). */
  readonly quietMs: number;
  /** How long after its trigger an ERP document may be missing before that is a break (ACCOUNTING §7). */
  readonly erpSlaMs: number;
  /** How long a refund's money may be on its way. */
  readonly refundSlaMs: number;
  /** How often store and ERP are asked what changed, whatever was delivered. */
  readonly sweepMs: number;
  /** How often a posting is tried before a person has to look at it. */
  readonly triesMax: number;
  /** Of the orders that are placed while it rules, for good. */
  readonly granularity: Granularity;
  readonly invoiceAt: InvoiceTrigger;
  /** Where a gateway differs: cash on delivery needs its invoice before the money. */
  readonly invoiceAtByGateway: Readonly<Record<string, InvoiceTrigger>>;
  /** `fulfillment`: an invoice before its goods leave is deferred revenue until they do. */
  readonly revenueAt: 'invoice' | 'fulfillment';
  /** Amount-only refunds are an allowance unless the entity books them as goodwill. */
  readonly goodwill: 'allowance' | 'expense';
  readonly tips: 'liability' | 'income';
  /** How far a document of the ERP may be off by rounding, in minor units, and how much of that a month may hold. */
  readonly roundingMinorMax: number;
  readonly roundingMonthMinorMax: number;
};

export const defaultPolicy: Policy = {
  quietMs: 60_000,
  erpSlaMs: 3_600_000,
  refundSlaMs: 5 * 86_400_000,
  sweepMs: 30 * 60_000,
  triesMax: 8,
  granularity: 'order',
  invoiceAt: 'fulfillment',
  invoiceAtByGateway: {},
  revenueAt: 'invoice',
  goodwill: 'allowance',
  tips: 'liability',
  roundingMinorMax: 5,
  roundingMonthMinorMax: 500,
};

/** A policy as it was set: it rules whatever happens from `validFrom` on, and never what happened before. */
export type PolicyVersion = {
  readonly version: number;
  readonly validFrom: Instant;
  readonly policy: Policy;
};

/** The policy that rules what happened at an instant; the default before the first version. */
export function policyAt(versions: readonly PolicyVersion[], at: Instant): Policy {
  const ruling = versions
    .filter((one) => one.validFrom <= at)
    .toSorted((one, other) =>
      one.validFrom === other.validFrom
        ? one.version - other.version
        : one.validFrom < other.validFrom
          ? -1
          : 1,
    );
  return ruling.at(-1)?.policy ?? defaultPolicy;
}
