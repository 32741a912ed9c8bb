/** Bulk operations of the Admin API: one question over a whole shop, answered with a file. */
import { z } from 'zod';
import { Park, RetryLater } from '#domain/obstacle.ts';
import type { Admin } from './admin.ts';
import { bulkOperation, runBulk } from './bulk-documents.ts';

/** What the store says of an operation. `url` is null while it runs, when nothing was found, and when the file is gone. */
export type BulkAnswer = {
  readonly status: string;
  readonly errorCode: string | null;
  readonly url: string | null;
  readonly roots: number;
};

const runAnswer = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ code: z.string().nullish(), message: z.string() })),
  }),
});

/** Five of a shop's operations run at once, ours or another app's; so the place may be taken for a while. */
const occupied = new Set(['OPERATION_IN_PROGRESS', 'LIMIT_REACHED']);
const occupiedMs = 60_000;

/** Starts an operation and returns its id. */
export async function startBulk(admin: Admin, query: string): Promise<string> {
  const { bulkOperationRunQuery: answer } = runAnswer.parse(await admin(runBulk, { query }));
  const [error] = answer.userErrors;
  if (error !== undefined && occupied.has(error.code ?? ''))
    throw new RetryLater('the shop runs as many bulk operations as it may', occupiedMs);
  if (error !== undefined || answer.bulkOperation === null)
    throw new Park(`Shopify refuses the bulk operation (${error?.code ?? 'no reason given'})`);
  return answer.bulkOperation.id;
}

const stateAnswer = z.object({
  bulkOperation: z
    .object({
      status: z.string(),
      errorCode: z.string().nullable(),
      url: z.string().nullable(),
      rootObjectCount: z.union([z.string(), z.number()]).transform(Number),
    })
    .nullable(),
});

/** How an operation stands; null when the store knows it no longer. */
export async function askBulk(admin: Admin, id: string): Promise<BulkAnswer | null> {
  const { bulkOperation: found } = stateAnswer.parse(await admin(bulkOperation, { id }));
  if (found === null) return null;
  return { status: found.status, errorCode: found.errorCode, url: found.url, roots: found.rootObjectCount };
}

const timeoutMs = 60_000;
const retryMs = 30_000;

/**
 * The lines of an operation's file from a byte on. Each comes with the bytes it takes up, its line break included.
 * Throws `RetryLater` when the file cannot be reached, and `FileGone` when its address is good no longer.
 */
export async function* readBulkFile(
  url: string,
  fromByte: number,
): AsyncGenerator<{ readonly text: string; readonly bytes: number }> {
  if (!url.startsWith('https://'))
    throw new Park('the file of the bulk operation is not at an https address');
  const response = await opened(url, fromByte);
  const decoder = new TextDecoder();
  let rest: Uint8Array<ArrayBuffer> = new Uint8Array();
  const stream: ReadableStream<Uint8Array<ArrayBuffer>> | null = response.body;
  const reader = stream?.getReader();
  try {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      const bytes = joined(rest, part.value);
      let start = 0;
      for (let end = bytes.indexOf(lineBreak, start); end >= 0; end = bytes.indexOf(lineBreak, start)) {
        yield { text: decoder.decode(bytes.subarray(start, end)), bytes: end + 1 - start };
        start = end + 1;
      }
      rest = bytes.slice(start);
    }
  } catch (cause) {
    throw new RetryLater('the file of the bulk operation broke off', retryMs, { cause });
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
  if (rest.byteLength > 0) yield { text: decoder.decode(rest), bytes: rest.byteLength };
}

/** The address of an operation's file is good for seven days. */
export class FileGone extends Error {
  override readonly name = 'FileGone';
}

const lineBreak = 10;

async function opened(url: string, fromByte: number): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: fromByte > 0 ? { range: `bytes=${fromByte}-` } : {},
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new RetryLater('the file of the bulk operation is out of reach', retryMs, { cause });
  }
  if (response.status === (fromByte > 0 ? 206 : 200)) return response;
  await response.body?.cancel();
  // Nothing lies behind the last byte.
  if (response.status === 416) return new Response();
  if ([400, 403, 404, 410].includes(response.status)) throw new FileGone(`answered ${response.status}`);
  throw new RetryLater(`the file of the bulk operation is answered ${response.status}`, retryMs);
}

function joined(rest: Uint8Array<ArrayBuffer>, part: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (rest.byteLength === 0) return part;
  const whole = new Uint8Array(rest.byteLength + part.byteLength);
  whole.set(rest);
  whole.set(part, rest.byteLength);
  return whole;
}
