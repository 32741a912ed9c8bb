/** The host on which the files of bulk operations lie: signed addresses that are good for a while, and parts of a file. */
import type { Clock } from '../../../clock.ts';
import type { StandIn } from '../../../stand-in.ts';
import { uuidFrom } from '../../courier.ts';
import type { BulkFile } from './file.ts';

export interface FileStorage extends StandIn {
  /** Lays a file down under an address that is good until an instant. Afterwards the file is forgotten. */
  put(name: string, file: BulkFile, until: number): string;
}

const host = 'storage.googleapis.com';
const folder = '/shopify-tiers-assets-prod-us-east1/bulk-operation-outputs';

export function openFileStorage(clock: Clock): FileStorage {
  const files = new Map<string, BulkFile>();
  return {
    hosts: [host],
    put(name, file, until) {
      const path = `${folder}/${name}-final`;
      files.set(path, file);
      clock.at(until, 'a bulk file expires', async () => void files.delete(path), { background: true });
      const signed = new URLSearchParams({
        GoogleAccessId: 'assets-us-prod@shopify-tiers.iam.gserviceaccount.com',
        Expires: String(Math.floor(until / 1000)),
        Signature: signatureOf(path, Math.floor(until / 1000)),
        'response-content-disposition': `attachment; filename="bulk-${name}.jsonl"`,
        'response-content-type': 'application/jsonl',
      });
      return `https://${host}${path}?${signed.toString()}`;
    },
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405, 'MethodNotAllowed');
      const expires = Number(searchParams.get('Expires'));
      if (searchParams.get('Signature') !== signatureOf(pathname, expires))
        return refused(403, 'SignatureDoesNotMatch');
      if (clock.now() >= expires * 1000) return refused(400, 'ExpiredToken');
      const file = files.get(pathname);
      return file === undefined ? refused(404, 'NoSuchKey') : served(request, file);
    },
  };
}

/** Whoever changes the address or its end has one that is not good. */
function signatureOf(path: string, expires: number): string {
  return uuidFrom(`bulk file ${path} ${expires}`).replaceAll('-', '');
}

function served(request: Request, file: BulkFile): Response {
  const { size } = file;
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '');
  const from = Number(range?.[1] ?? 0);
  const to = Math.min(Number(range?.[2] || size - 1), size - 1);
  if (range !== null && (from >= size || from > to))
    return refused(416, 'InvalidRange', { 'content-range': `bytes */${size}` });
  const headers = {
    'content-type': 'application/jsonl',
    'accept-ranges': 'bytes',
    'content-length': String(to - from + 1),
    ...(range === null ? {} : { 'content-range': `bytes ${from}-${to}/${size}` }),
  };
  const body = request.method === 'HEAD' ? null : streamOf(file.read(from, to));
  return new Response(body, { status: range === null ? 200 : 206, headers });
}

/** Nothing is unpacked before it is asked for, so a reader that stops early costs no more. */
function streamOf(parts: Generator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      pull(controller) {
        const next = parts.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: () => void parts.return(undefined),
    },
    { highWaterMark: 0 },
  );
}

function refused(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code></Error>`;
  return new Response(body, { status, headers: { 'content-type': 'application/xml', ...headers } });
}
