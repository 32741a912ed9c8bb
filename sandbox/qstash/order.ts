/** What a publisher asks of QStash, read from headers. Options that are not served are refused, never overlooked. */
import { readExpression } from './expression.ts';
import type { FlowControl } from './flow-control.ts';
import type { Callback, Order } from './message.ts';
import { Invalid, Unsupported } from './refusal.ts';
import { durationMs } from './timing.ts';

/** A request to publish, whichever way it came. */
export interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Whose options are read: those of the message itself, or of one of its callbacks. */
type Prefix = 'upstash-' | 'upstash-callback-' | 'upstash-failure-callback-';

const options = new Set([
  'method',
  'delay',
  'not-before',
  'retries',
  'retry-delay',
  'timeout',
  'deduplication-id',
  'content-based-deduplication',
  'callback',
  'failure-callback',
  'flow-control-key',
  'flow-control-value',
  'label',
  // Read by whoever makes a schedule.
  'cron',
  'schedule-id',
]);
const dayMs = 86_400_000;
// Upstash's plan page: the longest answer of pay-as-you-go is two hours, its longest delay a year.
const timeoutMsMax = 2 * 3_600_000;
const delayMsMax = 365 * dayMs;

/** @throws Invalid for what QStash refuses, Unsupported for what is not served here. */
export function readOrder({ url, headers, body }: Asked, prefix: Prefix = 'upstash-'): Order {
  const option = (name: string) => headers.get(prefix + name) ?? undefined;
  if (prefix === 'upstash-') refuseUnknown(headers);
  if (!/^https?:\/\//.test(url))
    throw new Unsupported(`only URLs are served as destinations, not the group "${url}"`);
  const [notBefore, retryDelay, dedupeId] = [
    option('not-before'),
    option('retry-delay'),
    option('deduplication-id'),
  ];
  // Upstash's region us-east-1 takes no colon, though the documentation is silent.
  if (dedupeId?.includes(':') === true)
    throw new Invalid(`the deduplication id "${dedupeId}" has a colon in it`);
  const delayMs = durationMs(option('delay') ?? '0s');
  if (delayMs > delayMsMax) throw new Invalid('the delay is longer than the plan allows');
  const isMessage = prefix === 'upstash-';
  if (!isMessage && (delayMs > 0 || notBefore !== undefined))
    throw new Invalid('a callback cannot be delayed');

  return {
    url,
    method: option('method') ?? 'POST',
    headers: deliveredHeaders(headers, prefix),
    body,
    retriesMax: count(option('retries') ?? '3'),
    retryDelay: retryDelay === undefined ? undefined : readExpression(retryDelay),
    timeoutMs: Math.min(durationMs(option('timeout') ?? '2h'), timeoutMsMax),
    delayMs,
    notBefore: notBefore === undefined ? undefined : count(notBefore) * 1000,
    dedupeId,
    dedupeByContent: option('content-based-deduplication') === 'true',
    callback: isMessage ? callbackOf({ url: option('callback'), headers }, 'upstash-callback-') : undefined,
    failureCallback: isMessage
      ? callbackOf({ url: option('failure-callback'), headers }, 'upstash-failure-callback-')
      : undefined,
    flowControl: readFlowControl(option('flow-control-key'), option('flow-control-value')),
    labels: (option('label') ?? '').split(',').flatMap((label) => (label === '' ? [] : [label.trim()])),
  };
}

/** Is read at once, so that a callback nobody could make is refused with its message. */
function callbackOf(
  { url, headers }: { readonly url: string | undefined; readonly headers: Headers },
  prefix: Prefix,
): Callback | undefined {
  if (url === undefined) return undefined;
  readOrder({ url, headers, body: new Uint8Array() }, prefix);
  return { url, headers };
}

function refuseUnknown(headers: Headers): void {
  for (const name of headers.keys()) {
    const [, option] = /^upstash-(?:(?:failure-)?callback-)?(.*)$/.exec(name) ?? [];
    if (option === undefined || options.has(option)) continue;
    if (option.startsWith('forward-') || name.startsWith('upstash-telemetry-')) continue;
    throw new Unsupported(`the option ${name} is not served here`);
  }
}

function deliveredHeaders(headers: Headers, prefix: Prefix): Headers {
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
  const [parallelism, rate] = [given.get('parallelism'), given.get('rate')];
  const periodMs = durationMs(given.get('period') ?? '1s');
  if (parallelism === null && rate === null) throw new Invalid('flow control needs a parallelism or a rate');
  if (periodMs > 7 * dayMs) throw new Invalid('the period of flow control is longer than a week');
  return {
    key,
    parallelismMax: parallelism === null ? Infinity : count(parallelism, 1),
    rateMax: rate === null ? Infinity : count(rate, 1),
    periodMs,
  };
}

function count(text: string, least = 0): number {
  if (!/^\d+$/.test(text) || Number(text) < least)
    throw new Invalid(`"${text}" is not a whole number of at least ${least}`);
  return Number(text);
}
