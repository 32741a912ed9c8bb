// What a publisher asks of QStash, read from headers, and what QStash then keeps of it.

import { isUtf8 } from 'node:buffer';

import { Invalid, Unsupported } from './refusal.ts';
import { durationMs } from './timing.ts';

/** One delivery that was asked for. */
export interface Order {
  readonly url: string;
  readonly method: string;
  /** As the destination will see them. */
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly retriesMax: number;
  /** Relative to the moment of publishing, or `notBefore` as an instant, which wins. */
  readonly delayMs: number;
  readonly notBefore: number | undefined;
  readonly dedupeId: string | undefined;
  readonly dedupeByContent: boolean;
  readonly failureCallback: { readonly url: string; readonly headers: Headers } | undefined;
  readonly flowControl: FlowControl | undefined;
  readonly label: string | undefined;
}

export interface FlowControl {
  readonly key: string;
  readonly parallelismMax: number;
  readonly rateMax: number;
  readonly periodMs: number;
}

export interface Message extends Order {
  readonly messageId: string;
  readonly scheduleId: string | undefined;
  readonly createdAt: number;
  /** When the next attempt is due. */
  due: number;
  retried: number;
  state: 'waiting' | 'delivered' | 'dead' | 'canceled' | 'lost';
  readonly attempts: Attempt[];
}

/** What one attempt met: an answer, or no answer. */
export type Attempt = { readonly at: number } & (
  | { readonly status: number; readonly headers: Headers; readonly body: Uint8Array }
  | { readonly status: 0; readonly error: string }
);

const unsupportedOptions = ['callback', 'retry-delay', 'queue-name', 'header-forward'];

/** A request to publish, whichever way it came. */
export interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Reads the options of a request, or those of its failure callback, which carry a longer prefix. */
export function readOrder({ url, headers, body }: Asked, prefix = 'upstash-'): Order {
  const option = (name: string) => headers.get(prefix + name) ?? undefined;
  for (const name of unsupportedOptions) {
    if (option(name) !== undefined) throw new Unsupported(`the option ${prefix}${name} is not served here`);
  }
  if (!/^https?:\/\//.test(url))
    throw new Unsupported(`only URLs are served as destinations, not the group "${url}"`);
  const notBefore = option('not-before');
  const failureCallback = option('failure-callback');

  return {
    url,
    method: option('method') ?? 'POST',
    headers: deliveredHeaders(headers, prefix),
    body,
    retriesMax: count(option('retries') ?? '3'),
    delayMs: durationMs(option('delay') ?? '0s'),
    notBefore: notBefore === undefined ? undefined : count(notBefore) * 1000,
    dedupeId: option('deduplication-id'),
    dedupeByContent: option('content-based-deduplication') === 'true',
    failureCallback: failureCallback === undefined ? undefined : { url: failureCallback, headers },
    flowControl: readFlowControl(option('flow-control-key'), option('flow-control-value')),
    label: option('label'),
  };
}

function deliveredHeaders(headers: Headers, prefix: string): Headers {
  const delivered = new Headers();
  const contentType = headers.get('content-type');
  if (contentType !== null) delivered.set('content-type', contentType);
  const forward = `${prefix}forward-`;
  for (const [name, value] of headers) {
    if (name.startsWith(forward)) delivered.set(name.slice(forward.length), value);
  }
  return delivered;
}

function readFlowControl(key: string | undefined, value = ''): FlowControl | undefined {
  if (key === undefined) return undefined;
  // `parallelism=3, rate=2, period=1m` reads like a query.
  const given = new URLSearchParams(value.replaceAll(/,\s*/g, '&'));
  return {
    key,
    parallelismMax: Number(given.get('parallelism') ?? Infinity),
    rateMax: Number(given.get('rate') ?? Infinity),
    periodMs: durationMs(given.get('period') ?? '1s'),
  };
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new Invalid(`"${text}" is not a whole number`);
  return Number(text);
}

/** A message as QStash's API writes it. */
export function messageJson(message: Message): Record<string, unknown> {
  return {
    messageId: message.messageId,
    url: message.url,
    method: message.method,
    header: headerJson(message.headers),
    ...bodyJson(message.body),
    maxRetries: message.retriesMax,
    retried: message.retried,
    notBefore: message.due,
    createdAt: message.createdAt,
    scheduleId: message.scheduleId,
    failureCallback: message.failureCallback?.url,
    flowControlKey: message.flowControl?.key,
    label: message.label,
    callerIP: '127.0.0.1',
  };
}

export function headerJson(headers: Headers): Record<string, string[]> {
  return Object.fromEntries([...headers].map(([name, value]) => [name, [value]]));
}

/** Bodies that are no text travel in base64, under another name. */
export function bodyJson(body: Uint8Array): { body: string } | { bodyBase64: string } {
  return isUtf8(body)
    ? { body: Buffer.from(body).toString('utf8') }
    : { bodyBase64: Buffer.from(body).toString('base64') };
}
