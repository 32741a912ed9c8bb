import { parse } from 'lossless-json';
import type { z } from 'zod';
import { Park } from '#domain/obstacle.ts';

/**
 * Parses a payload with every number as the text the sender wrote. Shopify's ids pass 2^53 and
 * some amounts come as bare numbers: JSON.parse would round both.
 */
export function parseLossless(raw: string): unknown {
  try {
    return parse(raw.replace(/^\uFEFF/, ''), unstorable.test(raw) ? storable : undefined, {
      parseNumber: (text) => text,
    });
  } catch (cause) {
    throw new Park('the body is not JSON', { cause });
  }
}

// Postgres holds neither NUL nor half a surrogate pair; the raw bytes keep what the sender wrote.
const unstorable = /\\u(?:0000|d[89a-f])/i;
export const storable = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value;

/** Reads a payload by our schema; a mismatch parks the delivery and names the fields, never their values. */
export function read<Schema extends z.ZodType>(schema: Schema, payload: unknown): z.output<Schema> {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.join('.') || 'the body');
  throw new Park(`not as we know it: ${[...new Set(fields)].slice(0, 5).join(', ')}`);
}
