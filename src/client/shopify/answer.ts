import type { z } from 'zod';
import { RetryLater } from '#domain/obstacle.ts';

const misreadMs = 10 * 60_000;

/** The store's answer as it was asked for; anything else is asked for again later. */
export function understood<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new RetryLater('Shopify answered a question with something we do not understand', misreadMs);
}
