// Serves a fetch handler over HTTP on loopback.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Served {
  readonly address: URL;
  close(): Promise<void>;
}

/** Answers requests at 127.0.0.1; at a port of the machine's choice without `port`. */
export async function serve(
  handle: (request: Request) => Response | Promise<Response>,
  port = 0,
): Promise<Served> {
  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing, handle));
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject).listen(port, '127.0.0.1', listening.resolve);
  await listening.promise;
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the machine gave no port');
  return {
    address: new URL(`http://127.0.0.1:${bound.port}`),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Request) => Response | Promise<Response>,
): Promise<void> {
  try {
    const { method = 'GET', url = '/', headers } = incoming;
    const body = method === 'GET' || method === 'HEAD' ? null : await buffer(incoming);
    const pairs = Object.entries(headers).flatMap(([name, values]) =>
      [values ?? []].flat().map((value): [string, string] => [name, value]),
    );
    const address = new URL(url, `http://${headers.host ?? '127.0.0.1'}`);
    const response = await handle(new Request(address, { method, headers: pairs, body }));
    outgoing
      .writeHead(response.status, [...response.headers].flat())
      .end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    outgoing.writeHead(500).end(String(error));
  }
}
