import { Client, Receiver } from "@upstash/qstash";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { type Clock, virtualClock } from "#sandbox/clock.ts";
import { openQstash, type Qstash } from "#sandbox/qstash/qstash.ts";

const noon = Date.parse("2026-11-02T12:00:00Z");
const task = "https://app.plumbline.test/task/post?shop=1";
const client = new Client({ token: "token", baseUrl: "https://qstash.upstash.io", devMode: false, retry: false });
const receiver = new Receiver({ currentSigningKey: "sig_current", nextSigningKey: "sig_next", devMode: false });

let clock: Clock;
let qstash: Qstash;
let delivered: { seconds: number; request: Request; body: string }[];
let answer: (request: Request, nth: number) => Response | Promise<Response>;

const server = setupServer(http.all("https://qstash.upstash.io/*", ({ request }) => qstash.fetch(request)));
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterAll(() => server.close());

beforeEach(() => {
  // The real Receiver reads Date; the world's Worker has it replaced.
  vi.useFakeTimers({ toFake: ["Date"], now: noon });
  vi.stubEnv("UPSTASH_DISABLE_TELEMETRY", "1");
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  clock = virtualClock(noon);
  delivered = [];
  answer = () => new Response("done");
  qstash = openTheQstash();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function openTheQstash(options: { dedupeWindowMs?: number } = {}): Qstash {
  const signingKeys = { current: "sig_current", next: "sig_next" };
  return openQstash({ clock, token: "token", signingKeys, deliver, ...options });
}

/** The destination: verifies with the real Receiver, notes, answers what the test wants. */
async function deliver(request: Request): Promise<Response> {
  vi.setSystemTime(clock.now());
  const body = await request.text();
  const signature = request.headers.get("upstash-signature") ?? "";
  await receiver.verify({ signature, body, url: request.url, clockTolerance: 5 });
  delivered.push({ seconds: (clock.now() - noon) / 1000, request, body });
  return await answer(request, delivered.length);
}

const seconds = () => delivered.map((delivery) => delivery.seconds);

describe("publishing", () => {
  test("delivers once, signed, with the body, the forwarded headers and QStash's own", async () => {
    const { messageId } = await client.publishJSON({ url: task, body: { posting: "1" }, headers: { "x-trace": "t" }, method: "PUT" });
    await clock.run();
    expect(delivered).toHaveLength(1);
    const [{ request, body } = { request: new Request(task), body: "" }] = delivered;
    expect([request.url, request.method, body]).toEqual([task, "PUT", '{"posting":"1"}']);
    expect(Object.fromEntries(request.headers)).toMatchObject({
      "content-type": "application/json",
      "x-trace": "t",
      "user-agent": "Upstash-QStash",
      "upstash-message-id": messageId,
      "upstash-retried": "0",
    });
    expect(qstash.messages.map(({ state }) => state)).toEqual(["delivered"]);
  });

  test("a batch publishes each of its messages", async () => {
    const answers = await client.batchJSON([
      { url: task, body: { n: 1 } },
      { url: task, body: { n: 2 }, delay: 60, flowControl: { key: "erp", parallelism: 1 } },
    ]);
    expect(answers.map(({ messageId }) => messageId)).toEqual(qstash.messages.map(({ messageId }) => messageId));
    await clock.run();
    expect(delivered.map(({ body, seconds: at }) => [body, at])).toEqual([['{"n":1}', 0], ['{"n":2}', 60]]);
  });

  test("a delay and a not-before are obeyed, the latter first", async () => {
    await client.publish({ url: task, delay: "1m30s" as "90s" });
    await client.publish({ url: task, delay: 10, notBefore: noon / 1000 + 300 });
    await clock.run();
    expect(seconds()).toEqual([90, 300]);
  });

  test("a wrong token is refused", async () => {
    const stranger = new Client({ token: "guess", baseUrl: "https://qstash.upstash.io", devMode: false, retry: false });
    await expect(stranger.publish({ url: task })).rejects.toMatchObject({ status: 401 });
    expect(qstash.messages).toEqual([]);
  });

  test("the same deduplication id within the window is one message, after it another", async () => {
    qstash = openTheQstash({ dedupeWindowMs: 60_000 });
    const publish = () => client.publish({ url: task, body: "x", deduplicationId: "posting_1" });
    const first = await publish();
    expect(await publish()).toEqual({ ...first, deduplicated: true });
    await clock.run({ until: noon + 60_000 });
    expect(await publish()).not.toHaveProperty("deduplicated");
    await clock.run();
    expect(delivered).toHaveLength(2);
  });

  test("equal content is one message when the publisher asks for that", async () => {
    const publish = (body: string) => client.publish({ url: task, body, contentBasedDeduplication: true });
    await publish("a");
    expect(await publish("a")).toMatchObject({ deduplicated: true });
    await publish("b");
    await clock.run();
    expect(delivered.map(({ body }) => body)).toEqual(["a", "b"]);
  });

  test("a rate of a flow control key spreads its deliveries", async () => {
    const flowControl = { key: "erp", rate: 2, period: "1m" } as const;
    await client.batchJSON([1, 2, 3, 4, 5].map((n) => ({ url: task, body: n, flowControl })));
    await clock.run();
    expect(seconds()).toEqual([0, 0, 60, 60, 120]);
  });
});

describe("retries", () => {
  test("climb the documented ladder three times, then the message is dead", async () => {
    answer = () => new Response("no", { status: 500 });
    await client.publish({ url: task });
    await clock.run();
    expect(seconds()).toEqual([0, 12, 12 + 148, 12 + 148 + 1808]);
    expect(delivered.map(({ request }) => request.headers.get("upstash-retried"))).toEqual(["0", "1", "2", "3"]);
    expect(qstash.dlq).toHaveLength(1);
  });

  test("reach a day at the fifth, as often as the publisher wants", async () => {
    answer = () => new Response("no", { status: 503 });
    await client.publish({ url: task, retries: 6 });
    await clock.run();
    expect(seconds().map((at, index, all) => at - (all[index - 1] ?? 0))).toEqual([0, 12, 148, 1808, 22_026, 86_400, 86_400]);
  });

  test("end with the first success, and a network failure is a failure like any other", async () => {
    answer = (_, nth) => (nth === 1 ? Promise.reject(new TypeError("fetch failed")) : new Response("done", { status: nth === 2 ? 302 : 204 }));
    await client.publish({ url: task });
    await clock.run();
    expect(seconds()).toEqual([0, 12, 160]);
    expect(qstash.messages[0]?.attempts.map(({ status }) => status)).toEqual([0, 302, 204]);
  });

  test.each([
    ["seconds", "retry-after", "40", 40],
    ["a date", "retry-after", new Date(noon + 90_000).toUTCString(), 90],
    ["a duration", "x-ratelimit-reset-tokens", "6m5s", 365],
    ["too much", "x-ratelimit-reset", "999999", 86_400],
  ])("come when the destination asks, in %s", async (_, header, value, expected) => {
    answer = (_request, nth) => (nth === 1 ? new Response("busy", { status: 429, headers: { [header]: value } }) : new Response("done"));
    await client.publish({ url: task });
    await clock.run();
    expect(seconds()).toEqual([0, expected]);
  });

  test("are not made when the destination says they will not help", async () => {
    answer = () => new Response("never", { status: 489, headers: { "Upstash-NonRetryable-Error": "true" } });
    await client.publish({ url: task });
    await clock.run();
    expect(delivered).toHaveLength(1);
    expect(qstash.dlq).toHaveLength(1);
  });

  test("are made for a 489 without its header", async () => {
    answer = () => new Response("?", { status: 489 });
    await client.publish({ url: task, retries: 1 });
    await clock.run();
    expect(delivered).toHaveLength(2);
  });
});

describe("dead messages", () => {
  beforeEach(() => {
    answer = () => new Response("not yet", { status: 500 });
  });

  test("are listed with what the destination said, and delivered when they are retried", async () => {
    const { messageId } = await client.publishJSON({ url: task, body: { n: 1 }, retries: 0, label: "posting" });
    await client.publishJSON({ url: task, body: { n: 2 }, retries: 0 });
    await clock.run();
    const { messages } = await client.dlq.listMessages({ filter: { label: "posting" } });
    expect(messages).toMatchObject([{ messageId, url: task, body: '{"n":1}', responseStatus: 500, responseBody: "not yet", maxRetries: 0 }]);

    answer = () => new Response("done");
    const { responses } = await client.dlq.retry(messages.map(({ dlqId }) => dlqId));
    expect(responses).toHaveLength(1);
    await clock.run();
    expect(delivered.at(-1)).toMatchObject({ body: '{"n":1}' });
    expect((await client.dlq.listMessages()).messages).toHaveLength(1);
  });

  test("are deleted one by one or all together", async () => {
    await client.batchJSON([1, 2, 3].map((n) => ({ url: task, body: n, retries: 0 })));
    await clock.run();
    const [first] = (await client.dlq.listMessages({ count: 1 })).messages;
    expect(await client.dlq.delete(first?.dlqId ?? "")).toEqual({ deleted: 1 });
    expect(await client.dlq.delete({ all: true })).toMatchObject({ deleted: 2 });
    expect(qstash.dlq).toEqual([]);
  });

  test("tell their failure callback, once", async () => {
    const callback = "https://app.plumbline.test/task/failed";
    await client.publishJSON({ url: task, body: { n: 1 }, retries: 1, failureCallback: callback });
    answer = ({ url }) => new Response("said", { status: url === callback ? 200 : 418 });
    await clock.run();
    const told = delivered.filter(({ request }) => request.url === callback);
    expect(told).toHaveLength(1);
    const news = JSON.parse(told[0]?.body ?? "");
    expect(news).toMatchObject({ status: 418, retried: 1, maxRetries: 1, url: task, sourceMessageId: qstash.messages[0]?.messageId, dlqId: qstash.dlq[0]?.dlqId });
    expect([atob(news.body), atob(news.sourceBody)]).toEqual(["said", '{"n":1}']);
  });
});

describe("waiting messages", () => {
  test("can be looked at and canceled", async () => {
    const { messageId } = await client.publishJSON({ url: task, body: { n: 1 }, delay: 60 });
    expect(await client.messages.get(messageId)).toMatchObject({ messageId, url: task, body: '{"n":1}', notBefore: noon + 60_000 });
    expect(await client.messages.cancel(messageId)).toEqual({ cancelled: 1 });
    await expect(client.messages.get(messageId)).rejects.toMatchObject({ status: 404 });
    await client.publish({ url: task, delay: 60 });
    expect(await client.messages.cancel({ all: true })).toEqual({ cancelled: 1 });
    await clock.run();
    expect(delivered).toEqual([]);
  });
});

describe("schedules", () => {
  const tick = { destination: "https://app.plumbline.test/task/tick", cron: "*/5 * * * *", scheduleId: "tick" };

  test("publish at the times of their cron expression, and do not keep the world running", async () => {
    expect(await client.schedules.create({ ...tick, body: "now", headers: { "x-job": "tick" } })).toEqual({ scheduleId: "tick" });
    await clock.run({ until: noon + 12 * 60_000 });
    expect(seconds()).toEqual([300, 600]);
    const headers = Object.fromEntries(delivered[0]?.request.headers ?? []);
    expect(headers).toMatchObject({ "upstash-schedule-id": "tick", "x-job": "tick" });
    await clock.run();
    expect(clock.now()).toBe(noon + 12 * 60_000);
  });

  test("follow the zone named in front of the expression", async () => {
    await client.schedules.create({ ...tick, cron: "CRON_TZ=Asia/Tokyo 0 9 * * *" });
    await clock.run({ until: noon + 86_400_000 });
    expect(seconds()).toEqual([12 * 3600]);
  });

  test("are listed, read, replaced by their id, paused, resumed and deleted", async () => {
    await client.schedules.create(tick);
    await client.schedules.create({ ...tick, cron: "0 * * * *" });
    expect(await client.schedules.list()).toMatchObject([{ scheduleId: "tick", cron: "0 * * * *", destination: tick.destination, isPaused: false }]);
    await client.schedules.pause({ schedule: "tick" });
    expect(await client.schedules.get("tick")).toMatchObject({ isPaused: true, nextScheduleTime: noon + 3_600_000 });
    await clock.run({ until: noon + 5_400_000 });
    await client.schedules.resume({ schedule: "tick" });
    await clock.run({ until: noon + 9_000_000 });
    expect(seconds()).toEqual([7200]);
    await client.schedules.delete("tick");
    await clock.run({ until: noon + 90_000_000 });
    expect(delivered).toHaveLength(1);
    await expect(client.schedules.get("tick")).rejects.toMatchObject({ status: 404 });
  });

  test("with an expression nobody can read are refused", async () => {
    await expect(client.schedules.create({ ...tick, cron: "every minute" })).rejects.toMatchObject({ status: 400 });
    expect(qstash.schedules).toEqual([]);
  });
});

describe("a hostile network", () => {
  test("delivers twice", async () => {
    qstash.journey = () => [0, 0];
    await client.publish({ url: task, body: "x" });
    await clock.run();
    const ids = delivered.map(({ request }) => request.headers.get("upstash-message-id"));
    expect(ids).toEqual([qstash.messages[0]?.messageId, qstash.messages[0]?.messageId]);
  });

  test("loses", async () => {
    qstash.journey = () => [];
    await client.publish({ url: task });
    await clock.run();
    expect(qstash.messages.map(({ state, attempts }) => [state, attempts])).toEqual([["lost", []]]);
  });

  test("delivers out of order", async () => {
    qstash.journey = ({ body }) => [body.toString() === new TextEncoder().encode("1").toString() ? 1_000 : 0];
    await client.batch(["1", "2"].map((body) => ({ url: task, body })));
    await clock.run();
    expect(delivered.map(({ body }) => body)).toEqual(["2", "1"]);
  });
});

test("what the product does not use is answered with 501 and counted", async () => {
  await expect(client.queue({ queueName: "q" }).enqueueJSON({ url: task })).rejects.toMatchObject({ status: 501 });
  await expect(client.urlGroups.list()).rejects.toMatchObject({ status: 501 });
  await expect(client.publish({ url: task, callback: task })).rejects.toMatchObject({ status: 501 });
  await expect(client.publish({ urlGroup: "everybody" })).rejects.toMatchObject({ status: 501 });
  await expect(client.dlq.listMessages({ filter: { responseStatus: 500 } })).rejects.toMatchObject({ status: 501 });
  expect(qstash.unsupported).toHaveLength(5);
  expect(qstash.unsupported[0]).toBe(`POST /v2/enqueue/q/${task.replace(/\?.*/, "")}`);
});
