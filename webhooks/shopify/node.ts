/** What all that the Admin API answers is made of. */
import { z } from 'zod';
import { gid, type Gid } from '#domain/gid.ts';
import { type Money, parseMoney } from '#domain/money.ts';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

export const bag = z.object({ shopMoney: z.object({ amount: decimal, currencyCode: z.string() }) });

/** An amount of which the store names one currency only. */
export const amount = z
  .object({ amount: decimal, currencyCode: z.string() })
  .transform((one): Money => parseMoney(one.amount, one.currencyCode));

export const count = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);

export const id = z.string().startsWith('gid://shopify/');

export const named = z.object({ id });

/** The books are in the shop's own currency; what the customer saw stays in the delivery. */
export function shopMoney({ shopMoney: one }: z.output<typeof bag>): Money {
  return parseMoney(one.amount, one.currencyCode);
}

/** Our name of what a global id names, whatever type Shopify gave it. */
export function of<Kind extends string>(kind: Kind, text: string): Gid<Kind> {
  return gid(kind, text.slice(text.lastIndexOf('/') + 1));
}
