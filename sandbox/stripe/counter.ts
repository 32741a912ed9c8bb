/** Takes calls in: who asks, whether it was asked before, what is planted to go wrong, and how it is answered. */
import { z } from 'zod';
import type { Account } from './account.ts';
import type { Endpoint } from './endpoint.ts';
import { checkPath, expand, type Shelf } from './expand.ts';
import { type Form, readForm } from './form.ts';
import { type Answer, type Idempotency, openIdempotency } from './idempotency.ts';
import { jsonOf } from './json.ts';
import { list, read } from './parameter.ts';
import { Refusal, Unsupported } from './refusal.ts';
import { openShelf } from './shelf.ts';
import { apiVersion } from './view/event.ts';

/**
 * `500` fails before anything was done, `500-after-success` when all was; a `timeout` is a connection that ends
 * without an answer. Stripe keeps a 500 under its key like any answer, so only another key finds out.
 */
export type StripeFault = '429' | '500' | '500-after-success' | 'timeout' | 'timeout-after-success';

export type Counter = {
  /** The faults that the next calls meet, one each. */
  readonly faults: StripeFault[];
  readonly unsupported: string[];
  serve(request: Request, endpoint: Endpoint | undefined, id: string): Promise<Response>;
};

export function openCounter(account: Account, secretKey: string): Counter {
  const desk: Desk = {
    account,
    secretKey,
    idempotency: openIdempotency(account.clock),
    shelf: openShelf(account),
    faults: [],
  };
  const unsupported: string[] = [];
  return {
    faults: desk.faults,
    unsupported,
    async serve(request, endpoint, id) {
      try {
        return await take(desk, request, { endpoint, id });
      } catch (error) {
        const requestId = account.newId('req');
        if (error instanceof Refusal)
          return respond({ status: error.status, body: JSON.stringify(error.body), requestId });
        if (!(error instanceof Unsupported)) throw error;
        const what = `${request.method} ${new URL(request.url).pathname}`;
        const note = error.message === what ? what : `${what}: ${error.message}`;
        unsupported.push(note);
        const message = `The sandbox does not serve ${note}.`;
        const body = JSON.stringify({ error: { type: 'invalid_request_error', message } });
        return respond({ status: 501, body, requestId });
      }
    },
  };
}

type Desk = {
  readonly account: Account;
  readonly secretKey: string;
  readonly idempotency: Idempotency;
  readonly shelf: Shelf;
  readonly faults: StripeFault[];
};

type Place = { readonly endpoint: Endpoint | undefined; readonly id: string };

async function take(desk: Desk, request: Request, { endpoint, id }: Place): Promise<Response> {
  const { idempotency, faults } = desk;
  authorize(request, desk.secretKey);
  const { method } = request;
  const { pathname, search } = new URL(request.url);
  if (endpoint === undefined) throw new Unsupported(`${method} ${pathname}`);
  checkVersion(request);
  const parameters = method === 'POST' ? await request.text() : search;
  const fault = faults.shift();
  if (fault === 'timeout') throw new TypeError('fetch failed');
  if (fault === '429') throw rateLimited();
  if (fault === '500') throw serverError();
  const key = method === 'POST' ? request.headers.get('Idempotency-Key') : null;
  const asked = `${method} ${pathname} ${parameters}`;
  const before = key === null ? undefined : idempotency.recall(key, asked);
  const input = readForm(new URLSearchParams(parameters));
  const done = before ?? carryOut(desk, endpoint, { id, input, key });
  const answer = fault === '500-after-success' ? { ...done, ...failure() } : done;
  if (key !== null && before === undefined) idempotency.remember(key, asked, answer);
  if (fault === 'timeout-after-success') throw new TypeError('fetch failed');
  return respond(answer, { key, isReplay: before !== undefined });
}

/** Nothing waits in here, so that all events of a call are its own. */
function carryOut(
  { account, shelf }: Desk,
  endpoint: Endpoint,
  { id, input, key }: { id: string; input: Form; key: string | null },
): Answer {
  const requestId = account.newId('req');
  account.news.request = { id: requestId, idempotency_key: key };
  try {
    const { expand: paths, ...rest } = input;
    const expanded = read(Paths, { paths: paths ?? {} }).paths;
    for (const path of expanded) checkPath(path);
    const answer = jsonOf(endpoint.answer({ account, id, input: rest }));
    for (const path of expanded) expand(answer, path, shelf);
    return { status: 200, body: JSON.stringify(answer), requestId };
  } catch (error) {
    if (!(error instanceof Refusal) || error.isEarly) throw error;
    return { status: error.status, body: JSON.stringify(error.body), requestId };
  } finally {
    account.news.request = null;
  }
}

const Paths = z.strictObject({ paths: list });

function authorize(request: Request, secretKey: string): void {
  const [, given = ''] = /^Bearer (.+)$/.exec(request.headers.get('Authorization') ?? '') ?? [];
  if (given === secretKey) return;
  const message =
    given === ''
      ? 'You did not provide an API key.'
      : `Invalid API Key provided: ${given.slice(0, 8)}${'*'.repeat(8)}`;
  throw new Refusal(401, { type: 'invalid_request_error', message });
}

/** Answers of another version have another shape, so it is refused rather than answered in the wrong one. */
function checkVersion(request: Request): void {
  const version = request.headers.get('Stripe-Version') ?? apiVersion;
  if (version !== apiVersion) throw new Unsupported(`the API version ${version}`);
}

function rateLimited(): Refusal {
  const message =
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.';
  return new Refusal(429, { type: 'invalid_request_error', code: 'rate_limit', message });
}

function serverError(): Refusal {
  return new Refusal(500, { type: 'api_error', message: 'An unknown error occurred.' });
}

function failure(): Pick<Answer, 'status' | 'body'> {
  return { status: 500, body: JSON.stringify(serverError().body) };
}

function respond(
  { status, body, requestId }: Answer,
  { key, isReplay }: { key: string | null; isReplay: boolean } = { key: null, isReplay: false },
): Response {
  const headers = new Headers({
    'Content-Type': 'application/json',
    'Request-Id': requestId,
    'Stripe-Version': apiVersion,
  });
  if (key !== null) headers.set('Idempotency-Key', key);
  // A kept 500 would only be given again, and no time will teach the sandbox what it does not serve.
  if (status === 501 || (status === 500 && key !== null)) headers.set('Stripe-Should-Retry', 'false');
  if (isReplay) {
    headers.set('Idempotent-Replayed', 'true');
    headers.set('Original-Request', requestId);
  }
  return new Response(body, { status, headers });
}
