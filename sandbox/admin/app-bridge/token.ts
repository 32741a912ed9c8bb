// Session tokens: asked from the admin, kept while they are fresh, and put on the requests of the page.

import type { Line } from './link.ts';

/** A token is good for a minute; one that is nearly over might not survive the way to the server. */
const freshMs = 50_000;
const waitMs = 10_000;

export interface Tokens {
  idToken(): Promise<string>;
  /** A new one, whatever is still kept. */
  renew(): Promise<string>;
}

/** Asks the admin for session tokens over the line. */
export function openTokens(line: Line): Tokens {
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let last: { readonly token: Promise<string>; readonly at: number } | undefined;
  let count = 0;

  line.hear((message) => {
    if (message.say === 'token') waiting.get(message.id)?.resolve(message.token);
    if (message.say === 'no-token') waiting.get(message.id)?.reject(new Error(message.why));
  });

  async function ask(): Promise<string> {
    if (!line.embedded)
      throw new Error('The page is not inside the admin, so nobody can give it a session token.');
    count += 1;
    const id = count;
    const answer = Promise.withResolvers<string>();
    waiting.set(id, answer);
    const timer = setTimeout(() => answer.reject(new Error('The admin gave no session token.')), waitMs);
    line.send({ say: 'token', id });
    return await answer.promise.finally(() => {
      clearTimeout(timer);
      waiting.delete(id);
    });
  }

  async function renew(): Promise<string> {
    const token = ask();
    last = { token, at: performance.now() };
    // What failed is not kept.
    token.catch(() => (last = undefined));
    return await token;
  }

  return {
    renew,
    async idToken() {
      if (last !== undefined && performance.now() - last.at < freshMs) return await last.token;
      return await renew();
    },
  };
}

/** The header by which a server says that a fresh token would help. */
const retryHeader = 'X-Shopify-Retry-Invalid-Session-Request';

/** `fetch` as App Bridge leaves it: requests to the app's own origin carry a session token. */
export function fetchWithToken(send: typeof fetch, tokens: Tokens): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const own = new URL(request.url).origin === location.origin;
    if (!own || request.headers.has('Authorization')) return await send(request);
    const spare = request.clone();
    const response = await send(authorized(request, await tokens.idToken()));
    if (response.status !== 401 || response.headers.get(retryHeader) !== '1') return response;
    return await send(authorized(spare, await tokens.renew()));
  };
}

function authorized(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set('Authorization', `Bearer ${token}`);
  return new Request(request, { headers });
}
