/**
 * A QStash for one world: the real Client publishes to it, the real Receiver believes what it delivers.
 *
 * Not served, and answered with 501: queues, URL groups, logs, the management of flow control, redaction, forwarding
 * of all headers, options in the query, and destinations other than URLs. Not modelled: the quotas of a plan, the days
 * after which a dead letter is forgotten, and several regions.
 */
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';

import type { Clock } from '#sandbox/clock.ts';
import type { StandIn } from '#sandbox/stand-in.ts';

import { refusal } from './answer.ts';
import { type KeyRing, openKeyRing } from './key-ring.ts';
import type { Message } from './message.ts';
import { type Dead, type Journey, Office } from './office.ts';
import { Invalid, Unsupported } from './refusal.ts';
import { serveDlq } from './route/dlq.ts';
import { serveMessages } from './route/message.ts';
import { servePublishing } from './route/publish.ts';
import { serveSchedules } from './route/schedule.ts';
import { openTimetable, type Schedule } from './timetable.ts';

export interface Qstash extends StandIn {
  /** Every message ever published, in order, with its attempts. */
  readonly messages: readonly Message[];
  readonly dlq: readonly Dead[];
  readonly schedules: readonly Schedule[];
  /** What was asked for that this stand-in answers with 501; a product that works leaves it empty. */
  readonly unsupported: readonly string[];
  /** Lets a test double, delay or lose deliveries. */
  journey: Journey;
  /** Lets a test make destinations slow: after how long the answer to each delivery is heard, at once by itself. */
  answersAfterMs: (message: Message) => number;
}

export interface QstashOptions {
  readonly clock: Clock;
  readonly token: string;
  readonly signingKeys: KeyRing['keys'];
  /** Carries a delivery to its destination; what it throws is a network failure, and retried. */
  readonly deliver: (request: Request) => Promise<Response>;
  /** Upstash documents both ten minutes, the default here, and ninety days. */
  readonly dedupeWindowMs?: number;
}

/** Opens a QStash whose time is the clock's; its schedules are background appointments. */
export function openQstash(options: QstashOptions): Qstash {
  const { clock, deliver, dedupeWindowMs = 600_000 } = options;
  const born = clock.now().toString(36);
  let ids = 0;
  const newId = (prefix: string) => `${prefix}_${born}${(ids += 1).toString().padStart(6, '0')}`;
  const ring = openKeyRing(options.signingKeys, () => newId('sig'));
  const courier = { signingKey: () => ring.keys.current, clock, jti: () => newId('jwt'), deliver };
  const office = new Office({ clock, courier, dedupeWindowMs, newId });
  const timetable = openTimetable(clock, (order, scheduleId) => void office.publish(order, scheduleId));
  const unsupported: string[] = [];

  const app = openApp(options.token, unsupported);
  servePublishing(app, office);
  serveMessages(app, office);
  serveDlq(app, office);
  serveSchedules(app, timetable, newId);
  serveKeys(app, ring);

  return {
    hosts: ['qstash.upstash.io'],
    fetch: async (request) => await app.fetch(request),
    messages: office.messages,
    dlq: office.dlq,
    unsupported,
    get schedules() {
      return timetable.list();
    },
    get journey() {
      return office.journey;
    },
    set journey(journey) {
      office.journey = journey;
    },
    get answersAfterMs() {
      return office.answersAfterMs;
    },
    set answersAfterMs(answersAfterMs) {
      office.answersAfterMs = answersAfterMs;
    },
  };
}

/** Lets in who has the token, and says loudly what is not served. */
function openApp(token: string, unsupported: string[]): Hono {
  const app = new Hono();
  const unauthorized = { message: refusal('unauthorized') };
  app.use(bearerAuth({ token, noAuthenticationHeader: unauthorized, invalidToken: unauthorized }));
  app.notFound((c) => {
    unsupported.push(`${c.req.method} ${c.req.path}`);
    return c.json(refusal(`the sandbox does not serve ${c.req.method} ${c.req.path}`), 501);
  });
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof Invalid || error instanceof z.ZodError) return c.json(refusal(error.message), 400);
    if (!(error instanceof Unsupported)) throw error;
    unsupported.push(error.message);
    return c.json(refusal(error.message), 501);
  });
  return app;
}

/** The keys of a receiver, and their rotation, which in the console is a button. */
function serveKeys(app: Hono, ring: KeyRing): void {
  app.get('/v2/keys', (c) => c.json(ring.keys));
  app.post('/v2/keys/rotate', (c) => {
    ring.rotate();
    return c.json(ring.keys);
  });
}
