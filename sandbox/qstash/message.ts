/** What QStash keeps of a message, and how its API writes it. */
import { isUtf8 } from 'node:buffer';

import type { Expression } from './expression.ts';
import type { FlowControl } from './flow-control.ts';

/** One delivery that was asked for. */
export interface Order {
  readonly url: string;
  readonly method: string;
  /** As the destination will see them. */
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly retriesMax: number;
  /** Before each retry, instead of QStash's own ladder. */
  readonly retryDelay: Expression | undefined;
  /** How long the destination may take to answer. */
  readonly timeoutMs: number;
  /** Relative to the moment of publishing, or `notBefore` as an instant, which wins. */
  readonly delayMs: number;
  readonly notBefore: number | undefined;
  readonly dedupeId: string | undefined;
  readonly dedupeByContent: boolean;
  /** Told of every attempt. */
  readonly callback: Callback | undefined;
  /** Told when the message is dead. */
  readonly failureCallback: Callback | undefined;
  readonly flowControl: FlowControl | undefined;
  readonly labels: readonly string[];
}

/** Where to tell, and the headers of the message, in which the options of the telling stand. */
export type Callback = { readonly url: string; readonly headers: Headers };

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

/** What an order says of itself, whether it is a message, a dead one, or the one of a schedule. */
export function orderJson(order: Order): Record<string, unknown> {
  return {
    method: order.method,
    header: headerJson(order.headers),
    ...bodyJson(order.body),
    retryDelayExpression: order.retryDelay?.text,
    callback: order.callback?.url,
    failureCallback: order.failureCallback?.url,
    ...flowControlJson(order.flowControl),
    label: order.labels[0],
    labels: order.labels.length > 0 ? order.labels : undefined,
    callerIP: '127.0.0.1',
  };
}

/** A message as QStash's API writes it. */
export function messageJson(message: Message): Record<string, unknown> {
  return {
    messageId: message.messageId,
    url: message.url,
    ...orderJson(message),
    maxRetries: message.retriesMax,
    retried: message.retried,
    notBefore: message.due,
    createdAt: message.createdAt,
    scheduleId: message.scheduleId,
  };
}

function flowControlJson(control: FlowControl | undefined): Record<string, unknown> {
  if (control === undefined) return {};
  const { key, parallelismMax, rateMax, periodMs } = control;
  return {
    flowControlKey: key,
    ...(Number.isFinite(parallelismMax) && { parallelism: parallelismMax }),
    ...(Number.isFinite(rateMax) && { rate: rateMax, period: periodMs / 1000 }),
  };
}

/** What a callback is told of an attempt; a failure callback also learns where the message lies. */
export function reportJson(message: Message, attempt: Attempt, dlqId?: string): Record<string, unknown> {
  const { status, ...outcome } = attempt;
  const body = 'body' in outcome ? outcome.body : new TextEncoder().encode(outcome.error);
  return {
    status,
    header: 'headers' in outcome ? headerJson(outcome.headers) : {},
    body: Buffer.from(body).toString('base64'),
    retried: message.retried,
    maxRetries: message.retriesMax,
    ...(dlqId !== undefined && { dlqId }),
    sourceMessageId: message.messageId,
    url: message.url,
    method: message.method,
    sourceHeader: headerJson(message.headers),
    sourceBody: Buffer.from(message.body).toString('base64'),
    notBefore: message.due,
    createdAt: message.createdAt,
    scheduleId: message.scheduleId,
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
