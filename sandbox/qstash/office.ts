// QStash's promise: every message is attempted until it is delivered, canceled or, its retries used up, laid aside.

import { createHash } from "node:crypto";

import type { Clock } from "#sandbox/clock.ts";

import { attempt, type Courier } from "./attempt.ts";
import { openGate } from "./flow-control.ts";
import { type Attempt, headerJson, type Message, type Order, readOrder } from "./message.ts";
import { askedMs, ladderMs } from "./timing.ts";

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

export interface Office {
  readonly messages: readonly Message[];
  readonly dlq: Dead[];
  journey: Journey;
  publish(order: Order, scheduleId?: string): { message: Message; isDuplicate: boolean };
  cancel(message: Message): boolean;
  /** Publishes a dead message anew. */
  revive(dead: Dead): Message;
}

export interface OfficeOptions {
  readonly clock: Clock;
  readonly courier: Courier;
  readonly dedupeWindowMs: number;
  /** Makes an id that no other thing here has. */
  newId(prefix: string): string;
}

export function openOffice({ clock, courier, dedupeWindowMs, newId }: OfficeOptions): Office {
  const messages: Message[] = [];
  const remembered = new Map<string, Message>();
  const gate = openGate();
  const office: Office = {
    messages,
    dlq: [],
    journey: () => [0],
    publish(order, scheduleId) {
      const key = dedupeKey(order);
      const first = key === undefined ? undefined : remembered.get(key);
      if (first !== undefined && clock.now() - first.createdAt < dedupeWindowMs) return { message: first, isDuplicate: true };

      const createdAt = clock.now();
      const due = order.notBefore ?? createdAt + order.delayMs;
      const rest = { scheduleId, createdAt, due, retried: 0, state: "waiting" as const, attempts: [] };
      const message: Message = { ...order, messageId: newId("msg"), ...rest };
      messages.push(message);
      if (key !== undefined) remembered.set(key, message);
      expect(message, due);
      return { message, isDuplicate: false };
    },
    cancel(message) {
      if (message.state !== "waiting") return false;
      message.state = "canceled";
      return true;
    },
    revive(dead) {
      office.dlq.splice(office.dlq.indexOf(dead), 1);
      const again = { ...dead.message, dedupeId: undefined, dedupeByContent: false, delayMs: 0, notBefore: undefined };
      return office.publish(again, dead.message.scheduleId).message;
    },
  };

  function expect(message: Message, due: number): void {
    message.due = due;
    clock.at(due, `QStash to ${message.url}`, () => dispatch(message));
  }

  async function dispatch(message: Message): Promise<void> {
    if (message.state !== "waiting") return;
    const later = message.flowControl && gate.enter(message.flowControl, clock.now());
    if (later !== undefined) return expect(message, later);
    const [first, ...copies] = office.journey(message);
    if (first === undefined) {
      message.state = "lost";
      return leave(message);
    }
    const arrive = (afterMs: number, act: () => Promise<unknown>) =>
      clock.at(clock.now() + afterMs, `QStash at ${message.url}`, async () => void (await act()));
    arrive(first, async () => conclude(message, await attempt(message, courier)));
    for (const afterMs of copies) arrive(afterMs, () => attempt(message, courier));
  }

  function leave({ flowControl }: Message): void {
    if (flowControl !== undefined) gate.leave(flowControl);
  }

  function conclude(message: Message, outcome: Attempt): void {
    leave(message);
    message.attempts.push(outcome);
    if (message.state !== "waiting") return;
    if (outcome.status >= 200 && outcome.status < 300) {
      message.state = "delivered";
      return;
    }
    if (isFinal(outcome) || message.retried >= message.retriesMax) return bury(message, outcome);
    message.retried += 1;
    const asked = "headers" in outcome ? askedMs(outcome.headers, clock.now()) : undefined;
    expect(message, clock.now() + (asked ?? ladderMs(message.retried)));
  }

  function bury(message: Message, outcome: Attempt): void {
    message.state = "dead";
    const dead = { dlqId: newId("dlq"), message, attempt: outcome };
    office.dlq.push(dead);
    if (message.failureCallback === undefined) return;
    const { url, headers } = message.failureCallback;
    const body = new TextEncoder().encode(JSON.stringify(failureJson(dead)));
    const order = readOrder(url, headers, body, "upstash-failure-callback-");
    order.headers.set("content-type", "application/json");
    office.publish(order);
  }

  return office;
}

/** The destination's way to say that trying again will not help. */
function isFinal(outcome: Attempt): boolean {
  return "headers" in outcome && outcome.status === 489 && outcome.headers.get("upstash-nonretryable-error") === "true";
}

function dedupeKey({ url, body, dedupeId, dedupeByContent }: Order): string | undefined {
  if (dedupeId !== undefined) return `id ${dedupeId}`;
  if (!dedupeByContent) return undefined;
  return `content ${createHash("sha256").update(`${url}\n`).update(body).digest("hex")}`;
}

function failureJson({ dlqId, message, attempt: { status, ...outcome } }: Dead): Record<string, unknown> {
  const body = "body" in outcome ? outcome.body : new TextEncoder().encode(outcome.error);
  return {
    status,
    header: "headers" in outcome ? headerJson(outcome.headers) : {},
    body: Buffer.from(body).toString("base64"),
    retried: message.retried,
    maxRetries: message.retriesMax,
    dlqId,
    sourceMessageId: message.messageId,
    url: message.url,
    method: message.method,
    sourceHeader: headerJson(message.headers),
    sourceBody: Buffer.from(message.body).toString("base64"),
    notBefore: message.due,
    createdAt: message.createdAt,
    scheduleId: message.scheduleId,
    callerIP: "127.0.0.1",
  };
}
