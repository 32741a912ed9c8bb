/** Tells a store to do something. What the store refuses is parked in its own words. */
import { z } from 'zod';
import { Ambiguous, Outage, Park } from '#domain/obstacle.ts';
import type { Admin } from './admin.ts';

const answered = z.object({
  done: z.looseObject({ userErrors: z.array(z.object({ message: z.string() })) }),
});

/**
 * Runs a mutation that is named `done` and asks for the messages of its user errors. A store that was told and did not
 * answer may have done it.
 */
export async function tell(
  admin: Admin,
  document: string,
  variables: Record<string, unknown>,
): Promise<void> {
  await tellFor(admin, { document, variables }, z.unknown());
}

/** The same, for a mutation that also asks for what it made. */
export async function tellFor<Made extends z.ZodType>(
  admin: Admin,
  telling: { readonly document: string; readonly variables: Record<string, unknown> },
  made: Made,
): Promise<z.output<Made>> {
  const answer = answered.safeParse(await told(admin, telling.document, telling.variables));
  const refusals = answer.data?.done.userErrors.map(({ message }) => message) ?? [];
  if (refusals.length > 0) throw new Park(`Shopify refuses: ${refusals.join(' ')}`);
  const read = made.safeParse(answer.data?.done);
  // It may have been done all the same: whoever looks again will see.
  if (!answer.success || !read.success)
    throw new Ambiguous('Shopify answered with something we do not understand');
  return read.data;
}

async function told(admin: Admin, document: string, variables: Record<string, unknown>): Promise<unknown> {
  try {
    return await admin(document, variables);
  } catch (error) {
    if (!(error instanceof Outage)) throw error;
    throw new Ambiguous(error.message, { cause: error });
  }
}
