// The Worker's whole network: one door on loopback through which all it sends comes out, whatever the host name.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Outbound {
  readonly port: number;
  /** Lets a new Worker in. */
  open(): void;
  /** Nothing that the Worker sends from now on, and no answer to what it has sent, passes any more. */
  cut(): void;
  close(): Promise<void>;
}

/** Opens the door. A thrown error breaks the connection, which the Worker's `fetch` reports as a network failure. */
export async function openOutbound(world: (request: Request) => Promise<Response>): Promise<Outbound> {
  let isOpen = false;
  const server = createServer((incoming, outgoing) => {
    if (isOpen) void pass(incoming, outgoing, world);
    else incoming.socket.destroy();
  });
  // A connection closed for idleness while the Worker reuses it would look like an outage that nobody asked for.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;

  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject).listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the machine gave no port');

  return {
    port: address.port,
    open() {
      isOpen = true;
    },
    cut() {
      isOpen = false;
      server.closeAllConnections();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  world: (request: Request) => Promise<Response>,
): Promise<void> {
  const hungUp = new AbortController();
  outgoing.once('close', () => outgoing.writableFinished || hungUp.abort());
  try {
    const response = await world(await toRequest(incoming, hungUp.signal));
    const body = Buffer.from(await response.arrayBuffer());
    const headers = [...response.headers].filter(
      ([name]) => name !== 'content-length' && name !== 'transfer-encoding',
    );
    outgoing.writeHead(response.status, headers.flat()).end(body);
  } catch {
    incoming.socket.destroy();
  }
}

// These describe one connection, not the request.
const hopByHop = new Set([
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'sandbox-scheme',
]);

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const scheme = String(incoming.headers['sandbox-scheme'] ?? 'https');
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    if (hopByHop.has(name)) continue;
    for (const value of values) headers.append(name, value);
  }
  const body = await buffer(incoming);
  return new Request(`${scheme}://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers,
    signal,
    ...(body.byteLength > 0 && { body: new Uint8Array(body) }),
  });
}
