/** Reads what a mutation is given, and refuses what this store cannot take. */
import { GraphQLError } from 'graphql';
import { parseMoney } from '#domain/money.ts';
import { Refused } from '../../model/act.ts';

export type MoneyInput = { readonly amount: string | number; readonly currencyCode: string };

/** Minor units of the currency; an error of the request when the text is no amount in it. */
export function minorOf(amount: string | number, currency: string): bigint {
  try {
    return parseMoney(String(amount), currency).minor;
  } catch (cause) {
    throw new GraphQLError(`Invalid money '${amount}' in ${currency}`, {
      extensions: { code: 'INVALID_VARIABLE' },
      ...(cause instanceof Error && { originalError: cause }),
    });
  }
}

/** An amount that must be in the one currency; refuses any other. */
export function moneyIn(
  currency: string,
  { amount, currencyCode }: MoneyInput,
  mismatch: { readonly code: string; readonly at: readonly string[] },
): bigint {
  if (currencyCode === currency) return minorOf(amount, currency);
  throw new Refused(
    mismatch.code,
    `The currency ${currencyCode} doesn't match the currency ${currency}.`,
    mismatch.at,
  );
}

/** Says loudly that an input of the real API is not modelled here; one that is not given, empty or false is no matter. */
export function assertNotGiven(input: object, fields: readonly string[]): void {
  for (const field of fields) {
    const value: unknown = Reflect.get(input, field);
    const isNothing = value === undefined || value === null || value === false;
    if (!isNothing && !(Array.isArray(value) && value.length === 0))
      throw new GraphQLError(`The sandbox's store cannot take the input ${field}.`, {
        extensions: { code: 'SANDBOX_UNSUPPORTED' },
      });
  }
}
