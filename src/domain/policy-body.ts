/** What a version of the policy may say: the legal entity's own choices, as they are stored and typed in. */
import { z } from 'zod';
import type { Instant } from './instant.ts';
import { defaultPolicy, type Policy, type PolicyVersion } from './policy.ts';

const trigger = z.enum(['fulfillment', 'payment', 'order']);
const minorUnits = z.coerce.number().int().min(0).max(1_000_000);

const choices = {
  granularity: z.enum(['order', 'daily summary'], {
    error: ({ input }) =>
      input === 'payout'
        ? 'a document for each payout is not carried out in this version; there are order and daily summary'
        : 'there are order and daily summary',
  }),
  invoiceAt: trigger,
  invoiceAtByGateway: z.record(z.string().min(1).max(255), trigger),
  revenueAt: z.enum(['invoice', 'fulfillment']),
  goodwill: z.enum(['allowance', 'expense']),
  tips: z.enum(['liability', 'income']),
  roundingMinorMax: minorUnits,
  roundingMonthMinorMax: minorUnits,
};

const body = z.strictObject(choices).partial();

/** What a legal entity may choose; the other values of `Policy` are machinery of the shop's and have no versions. */
export type PolicyChoices = z.output<typeof body>;

/** Choices that the law of the books knows and this version does not carry out, with the one way that it has. */
const oneWay: Readonly<Record<string, { readonly only: string; readonly because: string }>> = {
  documentCurrency: {
    only: 'books',
    because: "documents are in the shop's own money; those in the customer's are not carried out yet",
  },
};

/** Throws a RangeError that says in one sentence what of it is no policy. */
export function readPolicyBody(value: unknown): PolicyChoices {
  const rest = z.record(z.string(), z.unknown()).safeParse(value).data;
  if (rest === undefined) throw new RangeError('A policy is an object of choices.');
  for (const [key, { only, because }] of Object.entries(oneWay)) {
    if (key in rest && rest[key] !== only)
      throw new RangeError(`The policy ${key} can only be ${only} in this version: ${because}.`);
  }
  const named = Object.fromEntries(Object.entries(rest).filter(([key]) => !(key in oneWay)));
  const unknown = Object.keys(named).find((key) => !(key in choices));
  if (unknown !== undefined)
    throw new RangeError(
      unknown in defaultPolicy
        ? `${unknown} belongs to the shop's machinery and has no versions.`
        : `There is no policy ${unknown}; there are ${[...Object.keys(choices), ...Object.keys(oneWay)].join(', ')}.`,
    );
  const read = body.safeParse(named);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new RangeError(
    `The policy ${issue?.path.join('.') ?? ''} is wrong: ${issue?.message ?? 'it cannot be read'}.`,
  );
}

/**
 * An order has documents of its own or is summed, for good: what was placed before somebody chose has been told to the
 * ERP already, one way or the other. Throws a RangeError that says so.
 */
export function refuseLateGranularity(
  ruling: Policy,
  { validFrom, body: { granularity }, now }: { validFrom: Instant; body: PolicyChoices; now: Instant },
): void {
  if (granularity === undefined || granularity === ruling.granularity || validFrom >= now) return;
  throw new RangeError(
    `The policy granularity can be changed for orders to come, not from ${validFrom} on: those have their documents.`,
  );
}

/** The whole of what a version says, so that it stands by itself whatever is set later for an earlier instant. */
export function choicesOf(policy: Policy): PolicyChoices {
  const { quietMs: _q, erpSlaMs: _e, refundSlaMs: _r, sweepMs: _s, triesMax: _t, ...chosen } = policy;
  return chosen;
}

export type StoredPolicy = Pick<PolicyVersion, 'version' | 'validFrom'> & { readonly body: unknown };

/** The versions as they rule: first what the shop was set up with, from the beginning of time, then each that was set. */
export function policyVersions(base: Policy, stored: readonly StoredPolicy[]): readonly PolicyVersion[] {
  return [
    { version: 0, validFrom: beginning, policy: base },
    ...stored.map(({ version, validFrom, body: said }) => ({
      version,
      validFrom,
      policy: Object.assign({}, base, readPolicyBody(said)),
    })),
  ];
}

/** Before anything that a shop could tell of. */
const beginning = '1970-01-01T00:00:00.000Z';
