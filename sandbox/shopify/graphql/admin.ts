/** The Admin API's one address: checks version, token and budget, then answers from the store's state. */
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { AdminContext } from './context.ts';
import { type Bucket, openBucket, requestedCost } from './cost.ts';
import { read, run } from './execute.ts';
import { tooManyInputs } from './limit.ts';
import { adminSchema } from './schema.ts';

export const adminApiVersion = '2026-10';

/** How the next Admin calls fail: an HTTP answer, Shopify's own "throttled" (which is a 200), or no answer. */
export type AdminFault = '503' | '429' | '401' | 'throttled' | 'network';

export type Admin = {
  answer(request: Request): Promise<Response>;
  failNext(calls: number, fault: AdminFault): void;
};

const body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

const singleQueryCostMax = 1000;

type AdminOptions = AdminContext & { readonly accepts: (accessToken: string) => boolean };

export function openAdmin(store: AdminOptions): Admin {
  const bucket = openBucket(store.clock, { maximumAvailable: 2000, restoreRate: 100 });
  const faults: AdminFault[] = [];
  return {
    async answer(request) {
      const fault = faults.shift();
      if (fault !== undefined) return fail(fault, bucket);
      const url = new URL(request.url);
      if (url.pathname !== `/admin/api/${adminApiVersion}/graphql.json` || request.method !== 'POST')
        return Response.json({ errors: 'Not Found' }, { status: 404 });
      if (!store.accepts(request.headers.get('X-Shopify-Access-Token') ?? ''))
        return Response.json({ errors: invalidToken }, { status: 401 });
      const response = await graphql(request, store, bucket);
      response.headers.set('X-Shopify-API-Version', adminApiVersion);
      return response;
    },
    failNext(calls, fault) {
      for (let call = 0; call < calls; call += 1) faults.push(fault);
    },
  };
}

async function graphql(request: Request, store: AdminOptions, bucket: Bucket): Promise<Response> {
  const parsed = body.safeParse(await request.json().catch(() => null));
  if (!parsed.success)
    return Response.json({ errors: { query: 'Required parameter missing or invalid' } }, { status: 400 });
  const opened = read(parsed.data.query);
  if ('errors' in opened) return Response.json({ errors: opened.errors });
  const { document } = opened;
  const variables = parsed.data.variables ?? {};
  const oversize = tooManyInputs(document, variables);
  if (oversize !== undefined) return Response.json({ errors: [oversize] });
  const requested = requestedCost({ schema: adminSchema(), document, variables });
  if (requested > singleQueryCostMax) return tooDear(requested);
  if (!bucket.take(requested)) return throttled(requested, bucket);
  const { operationName } = parsed.data;
  const query = { document, variables, isLimited: true, ...(operationName == null ? {} : { operationName }) };
  const { result, objects } = await run(query, store);
  const actual = Math.min(requested, objects);
  bucket.giveBack(requested - actual);
  return Response.json({ ...result, extensions: cost(bucket, requested, actual) });
}

function fail(fault: AdminFault, bucket: Bucket): Response {
  if (fault === 'network') throw new TypeError('fetch failed');
  if (fault === '503') return Response.json({ errors: 'Service Unavailable' }, { status: 503 });
  if (fault === '401') return Response.json({ errors: invalidToken }, { status: 401 });
  if (fault === '429')
    return Response.json(
      { errors: 'Exceeded the rate limit.' },
      { status: 429, headers: { 'Retry-After': '2.0' } },
    );
  return throttled(1, bucket);
}

function cost(bucket: Bucket, requestedQueryCost: number, actualQueryCost: number | null): object {
  return { cost: { requestedQueryCost, actualQueryCost, throttleStatus: bucket.status() } };
}

function throttled(requested: number, bucket: Bucket): Response {
  const error = new GraphQLError('Throttled', {
    extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
  });
  return Response.json({ errors: [error], extensions: cost(bucket, requested, null) });
}

const invalidToken = '[API] Invalid API key or access token (unrecognized login or wrong password)';

function tooDear(requested: number): Response {
  const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${singleQueryCostMax}).`;
  return Response.json({
    errors: [new GraphQLError(message, { extensions: { code: 'MAX_COST_EXCEEDED' } })],
  });
}
