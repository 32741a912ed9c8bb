/** The limits of one request that the schema does not state. A bulk operation has none of them. */
import { type DocumentNode, GraphQLError, visit } from 'graphql';
import type { Page } from './connection.ts';

// Shopify docs (API limits).
const pageSizeMax = 250;
const depthMax = 25_000;
const inputSizeMax = 250;

/** Refuses a connection without a size, with too large a one, or with one in both directions. */
export function assertPage({ first, last }: Page): void {
  if (first == null && last == null) throw badRequest('you must provide one of first or last');
  if (first != null && last != null) throw badRequest("providing both 'first' and 'last' is not supported");
  const size = first ?? last ?? 0;
  if (size < 0) throw badRequest(`${first == null ? 'last' : 'first'} cannot be negative`);
  if (size > pageSizeMax) throw badRequest(`The maximum page size is ${pageSizeMax}.`);
}

/** Refuses a page that ends further down its list than the real store reads. */
export function assertDepth(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return;
  const depth: unknown = Reflect.get(answer, 'depth');
  if (typeof depth === 'number' && depth > depthMax)
    throw badRequest(`Paginating beyond ${depthMax} objects is not supported.`);
}

/** What is wrong with the arrays of a request, if one is too long; nothing of it is then carried out. */
export function tooManyInputs(document: DocumentNode, variables: unknown): GraphQLError | undefined {
  let longest = longestIn(variables);
  visit(document, {
    ListValue(node) {
      longest = Math.max(longest, node.values.length);
    },
  });
  if (longest <= inputSizeMax) return undefined;
  return new GraphQLError(
    `The input array size of ${longest} is greater than the maximum allowed of ${inputSizeMax}.`,
    { extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } },
  );
}

function longestIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Math.max(0, ...Object.values(value).map(longestIn));
  return Array.isArray(value) ? Math.max(value.length, inner) : inner;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
