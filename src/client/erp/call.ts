/** One call to an ERP, and what its refusals mean. */
import { Busy, Outage, Park } from '#domain/obstacle.ts';

export type ErpAccess = { readonly baseUrl: string; readonly token: string };

export type Call = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

const timeoutMs = 20_000;
const retryMs = 30_000;

export function caller({ baseUrl, token }: ErpAccess): (path: string, call?: Call) => Promise<Response> {
  return async (path, { headers, ...init } = {}) =>
    fetch(`${baseUrl}${path}`, {
      ...init,
      headers: { ...headers, authorization: `Bearer ${token}`, accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    });
}

/** A call that changes nothing is simply made again. */
export async function reach<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (cause) {
    throw new Outage('the ERP is out of reach', retryMs, { cause });
  }
}

export function refusal(response: Response, what: string): Error {
  const { status } = response;
  if (status === 429) return new Busy('the ERP asks for patience', retryAfterMs(response));
  if (status === 401 || status === 403)
    return new Outage(`the ERP refuses our credentials (${status})`, 15 * 60_000);
  if (status >= 500) return new Outage(`the ERP answered ${status} to ${what}`, retryMs);
  return new Park(`the ERP refused ${what} (${status})`);
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : retryMs;
}
