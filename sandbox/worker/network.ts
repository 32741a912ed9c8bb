// The whole network of a Worker in our own process: one `fetch` whose every request goes to the world.

export interface Network {
  readonly fetch: typeof fetch;
  /** From now on no request leaves, and none that has left is ever answered; the world sees them hung up. */
  cut(): void;
}

/** What the world throws is a network failure to the Worker, in workerd's words. */
export function openNetwork(world: (request: Request) => Promise<Response>): Network {
  const pending = new Set<AbortController>();
  let isCut = false;

  async function send(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    // A Worker that is gone waits for ever, and so comes to nothing more.
    if (isCut) return await new Promise<never>(() => undefined);
    const hungUp = new AbortController();
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    const request = new Request(input, { ...init, signal: hungUp.signal });
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const giveUp = () => {
      hungUp.abort();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', giveUp);
    pending.add(hungUp);
    world(request)
      .then(
        (response) => isCut || resolve(received(response, request)),
        () => isCut || reject(new Error('Network connection lost.')),
      )
      .catch(reject)
      .finally(() => {
        pending.delete(hungUp);
        signal?.removeEventListener('abort', giveUp);
      });
    return await promise;
  }

  return {
    fetch: send,
    cut() {
      isCut = true;
      for (const one of pending) one.abort();
      pending.clear();
    },
  };
}

/** workerd would follow; nobody of this world redirects, so that is not modelled. */
function received(response: Response, request: Request): Response {
  if (request.redirect === 'follow' && response.status >= 300 && response.status < 400)
    throw new Error(`${request.url} answered ${response.status}, and redirects are not followed in process`);
  return response;
}
