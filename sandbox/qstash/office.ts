/** QStash's promise: every message is attempted until it is delivered, canceled or, its retries used up, laid aside. */
import { createHash } from 'node:crypto';

import type { Clock } from '#sandbox/clock.ts';

import { attempt, type Courier } from './attempt.ts';
import { openGate } from './flow-control.ts';
import { type Attempt, type Callback, type Message, type Order, reportJson } from './message.ts';
import { readOrder } from './order.ts';
import { askedMs, retryAfterMs } from './timing.ts';

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
  answersAfterMs: (message: Message) => number = () => 0;
  readonly #options: OfficeOptions;
  readonly #remembered = new Map<string, Message>();
  readonly #gate;

  constructor(options: OfficeOptions) {
    this.#options = options;
    this.#gate = openGate(options.clock);
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
    if (order.flowControl !== undefined) this.#gate.learn(order.flowControl);
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
    const { flowControl } = message;
    message.due = due;
    const depart = async (): Promise<void> => {
      if (flowControl === undefined) this.#dispatch(message);
      else this.#gate.enter(flowControl.key, () => this.#dispatch(message));
    };
    this.#options.clock.at(due, `QStash to ${message.url}`, depart);
  }

  /** False when the message is no longer wanted. */
  #dispatch(message: Message): boolean {
    const { clock, courier } = this.#options;
    if (message.state !== 'waiting') return false;
    const [first, ...copies] = this.journey(message);
    if (first === undefined) {
      message.state = 'lost';
      return false;
    }
    const arrive = (afterMs: number, act: () => Promise<void>) =>
      clock.at(clock.now() + afterMs, `QStash at ${message.url}`, act);
    arrive(first, async () => this.#hear(message, await attempt(message, courier)));
    for (const afterMs of copies) arrive(afterMs, async () => void (await attempt(message, courier)));
    return true;
  }

  /** A slow destination has done its work at once, but is heard late or, when it takes too long, not at all. */
  #hear(message: Message, outcome: Attempt): void {
    const { clock } = this.#options;
    const tookMs = this.answersAfterMs(message);
    if (tookMs === 0) return this.#conclude(message, outcome);
    const { timeoutMs } = message;
    const heard: Attempt = tookMs > timeoutMs ? { at: outcome.at, status: 0, error: 'timeout' } : outcome;
    const hear = async (): Promise<void> => this.#conclude(message, heard);
    clock.at(clock.now() + Math.min(tookMs, timeoutMs), `QStash hears from ${message.url}`, hear);
  }

  #conclude(message: Message, outcome: Attempt): void {
    const { clock } = this.#options;
    const { flowControl, callback } = message;
    message.attempts.push(outcome);
    if (callback !== undefined) this.#tell(callback, 'upstash-callback-', reportJson(message, outcome));
    if (message.state === 'waiting') {
      if (outcome.status >= 200 && outcome.status < 300) message.state = 'delivered';
      else if (isFinal(outcome) || message.retried >= message.retriesMax) this.#bury(message, outcome);
      else {
        message.retried += 1;
        const asked = 'headers' in outcome ? askedMs(outcome.headers, clock.now()) : undefined;
        this.#expect(message, clock.now() + (asked ?? retryAfterMs(message.retried, message.retryDelay)));
      }
    }
    if (flowControl !== undefined) this.#gate.leave(flowControl.key);
  }

  #bury(message: Message, outcome: Attempt): void {
    const { failureCallback } = message;
    message.state = 'dead';
    const dead = { dlqId: this.#options.newId('dlq'), message, attempt: outcome };
    this.dlq.push(dead);
    if (failureCallback !== undefined)
      this.#tell(failureCallback, 'upstash-failure-callback-', reportJson(message, outcome, dead.dlqId));
  }

  #tell(
    { url, headers }: Callback,
    prefix: 'upstash-callback-' | 'upstash-failure-callback-',
    report: Record<string, unknown>,
  ): void {
    const body = new TextEncoder().encode(JSON.stringify(report));
    const order = readOrder({ url, headers, body }, prefix);
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
