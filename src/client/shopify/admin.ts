import {
  GraphqlQueryError,
  HttpResponseError,
  HttpThrottlingError,
  Session,
  type Shopify,
} from '@shopify/shopify-api';
import { z } from 'zod';
import { Busy, Outage, Park } from '#domain/obstacle.ts';
import type { Budgets } from './budget.ts';

/** Whose store is asked, with its offline token, and what the stores let us ask. */
export type AdminAccess = {
  readonly shop: string;
  readonly accessToken: string;
  readonly budgets: Budgets;
};

/** Runs one document against a store's Admin API. Throws `RetryLater` for what passes, `Park` for what does not. */
export type Admin = (document: string, variables: Record<string, unknown>) => Promise<unknown>;

const timeoutMs = 15_000;
const retryMs = 30_000;

export function openAdmin(shopify: Shopify, access: AdminAccess): Admin {
  const session = new Session({
    id: `offline_${access.shop}`,
    shop: access.shop,
    state: '',
    isOnline: false,
    accessToken: access.accessToken,
  });
  const client = new shopify.clients.Graphql({ session });
  const budget = access.budgets.of(access.shop);
  return async (document, variables) => {
    budget.spend(document);
    try {
      // No retries of the library's own: it reads Retry-After as milliseconds (shopify-app-js#3364).
      const answer = await client.request(document, {
        variables,
        retries: 0,
        signal: AbortSignal.timeout(timeoutMs),
      });
      budget.learn(document, answer.extensions);
      return fromLibrary(answer.data);
    } catch (error) {
      if (error instanceof GraphqlQueryError) budget.learn(document, extensionsOf(error));
      throw obstacle(error);
    }
  };
}

/** Messages name no token and no customer: Shopify's own may hold both. */
function obstacle(cause: unknown): Error {
  if (cause instanceof HttpThrottlingError)
    return new Busy('Shopify asks for patience', (cause.response.retryAfter ?? 1) * 1000);
  if (cause instanceof GraphqlQueryError) return graphqlObstacle(cause);
  const code = answeredWith(cause);
  if (code !== undefined) {
    if (code === 401 || code === 403) return new Outage(`Shopify refuses our token (${code})`, 15 * 60_000);
    if (code >= 400 && code < 500) return new Park(`Shopify refuses the request (${code})`);
  }
  return new Outage('Shopify is out of reach', retryMs);
}

const throttled = z.object({
  errors: z.object({
    graphQLErrors: z.array(z.object({ extensions: z.object({ code: z.literal('THROTTLED') }) })).min(1),
  }),
  extensions: z
    .object({
      cost: z.object({
        requestedQueryCost: z.number(),
        throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
      }),
    })
    .optional(),
});

/** THROTTLED arrives as HTTP 200; how long to wait follows from the bucket it shows. */
function graphqlObstacle(error: GraphqlQueryError): Error {
  const said = throttled.safeParse(error.body);
  if (!said.success) return new Park('Shopify does not understand our question');
  const cost = said.data.extensions?.cost;
  if (cost === undefined) return new Busy('Shopify throttles us', retryMs);
  const lacking = Math.max(cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable, 0);
  return new Busy(
    'Shopify throttles us',
    Math.ceil((lacking / cost.throttleStatus.restoreRate) * 1000) + 1000,
  );
}

const extended = z.object({ extensions: z.unknown() });

function extensionsOf({ body }: GraphqlQueryError): unknown {
  return extended.safeParse(body).data?.extensions;
}

// The library types its answers as any; they are read by schema when the delivery is translated.
function fromLibrary(data: unknown): unknown {
  return data;
}

// The library leaves the type of its error's response open.
const answer = z.object({ response: z.object({ code: z.number() }) });

function answeredWith(cause: unknown): number | undefined {
  return cause instanceof HttpResponseError ? answer.safeParse(cause).data?.response.code : undefined;
}
