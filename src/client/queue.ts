import { Client, Receiver } from '@upstash/qstash';
import type { Instant } from '#domain/instant.ts';

/** A call of one of our own task endpoints, to be made by QStash now or not before an instant. */
export type Wake = {
  readonly task: string;
  readonly body: Readonly<Record<string, string>>;
  readonly notBefore?: Instant;
  /** What QStash keeps all calls of one key within. */
  readonly flow?: Flow;
};

type Flow = { readonly key: string; readonly parallelMax: number; readonly perMinute: number };

/**
 * QStash wakes us and keeps the timetable; the truth stays in Postgres. So losing a wake-up delays work
 * until the next tick, and a doubled one finds nothing to do.
 */
export interface Queue {
  /** Publishes all in one call. False when QStash could not be reached or refused: the tick will find the work. */
  readonly wake: (wakes: readonly Wake[]) => Promise<boolean>;
  /** Makes sure that QStash calls `tick` every minute. */
  readonly keepTicking: () => Promise<void>;
  /** Whether QStash signed this request for this task. Never throws. */
  readonly verify: (request: Request, task: string, body: string) => Promise<boolean>;
}

export type QueueSettings = {
  readonly baseUrl: string;
  readonly token: string;
  readonly currentSigningKey: string;
  readonly nextSigningKey: string;
  readonly appUrl: string;
};

const timeoutMs = 5000;
const clockToleranceSeconds = 30;

export function openQueue(settings: QueueSettings): Queue {
  const { baseUrl, token, appUrl, currentSigningKey, nextSigningKey } = settings;
  // devMode is refused explicitly: with QSTASH_DEV set, the library would accept messages signed with a published key.
  const client = new Client({
    baseUrl,
    token,
    devMode: false,
    enableTelemetry: false,
    retry: { retries: 1 },
  });
  const receiver = new Receiver({ currentSigningKey, nextSigningKey, devMode: false });
  const taskUrl = (task: string) => `${appUrl}/task/${task}`;
  return {
    async wake(wakes) {
      if (wakes.length === 0) return true;
      const messages = wakes.map(({ task, body, notBefore, flow }) => ({
        url: taskUrl(task),
        body,
        ...(flow === undefined ? {} : { flowControl: flowControl(flow) }),
        ...(notBefore === undefined ? {} : { notBefore: Math.ceil(Date.parse(notBefore) / 1000) }),
      }));
      return within(client.batchJSON(messages));
    },
    async keepTicking() {
      await within(
        client.schedules.create({
          scheduleId: 'tick',
          destination: taskUrl('tick'),
          cron: '* * * * *',
          retries: 0,
        }),
      );
    },
    async verify(request, task, body) {
      const signature = request.headers.get('upstash-signature');
      if (signature === null) return false;
      try {
        return await receiver.verify({
          signature,
          body,
          url: taskUrl(task),
          clockTolerance: clockToleranceSeconds,
        });
      } catch {
        // A malformed token makes the library throw a TypeError, which must not become a 500 and a retry.
        return false;
      }
    },
  };
}

function flowControl({ key, parallelMax, perMinute }: Flow) {
  return { key, parallelism: parallelMax, rate: perMinute, period: '1m' } as const;
}

/** The client has no timeout of its own; a socket that hangs would hang the Worker. */
async function within(call: Promise<unknown>): Promise<boolean> {
  const given = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => given.resolve(false), timeoutMs);
  call.then(
    () => given.resolve(true),
    () => given.resolve(false),
  );
  const reached = await given.promise;
  clearTimeout(timer);
  return reached;
}
