// QStash's promise: every message is attempted until it is delivered, canceled or, its retries used up, laid aside.

import { createHash } from 'node:crypto';

import type { Clock } from '#sandbox/clock.ts';

import { attempt, type Courier } from './attempt.ts';
import { openGate } from './flow-control.ts';
import { type Attempt, headerJson, type Message, type Order, readOrder } from './message.ts';
import { askedMs, ladderMs } from './timing.ts';

export interface Dead {
  readonly dlqId: string;
  readonly message: Message;
  readonly attempt: Attempt;
}

/**
 * How a delivery travels: after how many milliseconds each copy of it arrives. `[0]` is a good day, `[0, 0]` a
 * duplicate, `[5_000]` late and so out of order, `[]` lost for ever. QStash hears the answer to the first copy.
 */
export type Journey = (message: Message) => readonly number[];

export interface OfficeOptions {
  readonly clock: Clock;
  readonly courier: Courier;
  readonly dedupeWindowMs: number;
  /** Makes an id that no other thing here has. */
  readonly newId: (prefix: string) => string;
}

export class Office {
  readonly messages: Message[] = [];
  readonly dlq: Dead[] = [];
  journey: Journey = () => [0];
  readonly #options: OfficeOptions;
  readonly #remembered = new Map<string, Message>();
  readonly #gate = openGate();

  constructor(options: OfficeOptions) {
    this.#options = options;
  }

  publish(order: Order, scheduleId?: string): { message: Message; isDuplicate: boolean } {
    const { clock, dedupeWindowMs, newId } = this.#options;
    const key = dedupeKey(order);
    const first = key === undefined ? undefined : this.#remembered.get(key);
    if (first !== undefined && clock.now() - first.createdAt < dedupeWindowMs) {
      return { message: first, isDuplicate: true };
    }
    const createdAt = clock.now();
    const due = order.notBefore ?? createdAt + order.delayMs;
    const rest = { scheduleId, createdAt, due, retried: 0, state: 'waiting' as const, attempts: [] };
    const message: Message = { ...order, messageId: newId('msg'), ...rest };
    this.messages.push(message);
    if (key !== undefined) this.#remembered.set(key, message);
    this.#expect(message, due);
    return { message, isDuplicate: false };
  }

  cancel(message: Message): boolean {
    if (message.state !== 'waiting') return false;
    message.state = 'canceled';
    return true;
  }

  /** Publishes a dead message anew. */
  revive(dead: Dead): Message {
    this.dlq.splice(this.dlq.indexOf(dead), 1);
    const now = { dedupeId: undefined, dedupeByContent: false, delayMs: 0, notBefore: undefined };
    return this.publish({ ...dead.message, ...now }, dead.message.scheduleId).message;
  }

  #expect(message: Message, due: number): void {
    message.due = due;
    this.#options.clock.at(due, `QStash to ${message.url}`, async () => this.#dispatch(message));
  }

  #dispatch(message: Message): void {
    const { clock, courier } = this.#options;
    if (message.state !== 'waiting') return;
    const later = message.flowControl && this.#gate.enter(message.flowControl, clock.now());
    if (later !== undefined) return this.#expect(message, later);
    const [first, ...copies] = this.journey(message);
    if (first === undefined) {
      message.state = 'lost';
      return this.#leave(message);
    }
    const arrive = (afterMs: number, act: () => Promise<void>) =>
      clock.at(clock.now() + afterMs, `QStash at ${message.url}`, act);
    arrive(first, async () => this.#conclude(message, await attempt(message, courier)));
    for (const afterMs of copies) arrive(afterMs, async () => void (await attempt(message, courier)));
  }

  #leave({ flowControl }: Message): void {
    if (flowControl !== undefined) this.#gate.leave(flowControl);
  }

  #conclude(message: Message, outcome: Attempt): void {
    const { clock } = this.#options;
    this.#leave(message);
    message.attempts.push(outcome);
    if (message.state !== 'waiting') return;
    if (outcome.status >= 200 && outcome.status < 300) {
      message.state = 'delivered';
      return;
    }
    if (isFinal(outcome) || message.retried >= message.retriesMax) return this.#bury(message, outcome);
    message.retried += 1;
    const asked = 'headers' in outcome ? askedMs(outcome.headers, clock.now()) : undefined;
    this.#expect(message, clock.now() + (asked ?? ladderMs(message.retried)));
  }

  #bury(message: Message, outcome: Attempt): void {
    message.state = 'dead';
    const dead = { dlqId: this.#options.newId('dlq'), message, attempt: outcome };
    this.dlq.push(dead);
    if (message.failureCallback === undefined) return;
    const body = new TextEncoder().encode(JSON.stringify(failureJson(dead)));
    const order = readOrder({ ...message.failureCallback, body }, 'upstash-failure-callback-');
    order.headers.set('content-type', 'application/json');
    this.publish(order);
  }
}

/** The destination's way to say that trying again will not help. */
function isFinal(outcome: Attempt): boolean {
  return (
    'headers' in outcome &&
    outcome.status === 489 &&
    outcome.headers.get('upstash-nonretryable-error') === 'true'
  );
}

function dedupeKey({ url, body, dedupeId, dedupeByContent }: Order): string | undefined {
  if (dedupeId !== undefined) return `id ${dedupeId}`;
  if (!dedupeByContent) return undefined;
  return `content ${createHash('sha256').update(`${url}\n`).update(body).digest('hex')}`;
}

function failureJson({ dlqId, message, attempt: { status, ...outcome } }: Dead): Record<string, unknown> {
  const body = 'body' in outcome ? outcome.body : new TextEncoder().encode(outcome.error);
  return {
    status,
    header: 'headers' in outcome ? headerJson(outcome.headers) : {},
    body: Buffer.from(body).toString('base64'),
    retried: message.retried,
    maxRetries: message.retriesMax,
    dlqId,
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
