/** One attempt to deliver: a signed request as QStash sends it, and what came of it. */
import { createHash } from 'node:crypto';

import { SignJWT } from 'jose';

import type { Clock } from '#sandbox/clock.ts';

import type { Attempt, Message } from './message.ts';

export interface Courier {
  /** The key that signs now; the receiver accepts it as the current or the next one. */
  readonly signingKey: () => string;
  readonly clock: Clock;
  /** A token's own id. */
  readonly jti: () => string;
  readonly deliver: (request: Request) => Promise<Response>;
}

/** Delivers once; a thrown error is a network failure, which is an outcome like any other. */
export async function attempt(message: Message, courier: Courier): Promise<Attempt> {
  const at = courier.clock.now();
  const headers = new Headers(message.headers);
  headers.set('user-agent', 'Upstash-QStash');
  headers.set('upstash-message-id', message.messageId);
  headers.set('upstash-retried', String(message.retried));
  headers.set('upstash-caller-ip', '127.0.0.1');
  if (message.scheduleId !== undefined) headers.set('upstash-schedule-id', message.scheduleId);
  headers.set('upstash-signature', await sign(message, courier));
  const request = new Request(message.url, {
    method: message.method,
    headers,
    redirect: 'manual',
    ...(hasBody(message) && { body: message.body }),
  });

  try {
    const response = await withinTimeout(message, courier, async () => courier.deliver(request));
    return { at, status: response.status, headers: response.headers, body: await response.bytes() };
  } catch (error) {
    return { at, status: 0, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Only on a live clock can it be too late here: a virtual one stands still until the answer has come. */
async function withinTimeout(
  { timeoutMs, messageId }: Message,
  { clock }: Courier,
  deliver: () => Promise<Response>,
): Promise<Response> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = async (): Promise<void> => reject(new Error('timeout'));
  const due = clock.at(clock.now() + timeoutMs, `QStash gives ${messageId} up`, giveUp, { background: true });
  try {
    return await Promise.race([deliver(), promise]);
  } finally {
    due.cancel();
  }
}

function hasBody({ method }: Message): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

async function sign(message: Message, { signingKey, clock, jti }: Courier): Promise<string> {
  const seconds = Math.floor(clock.now() / 1000);
  const sent = hasBody(message) ? message.body : new Uint8Array();
  // QStash pads what base64url leaves unpadded.
  const digest = `${createHash('sha256').update(sent).digest('base64url')}=`;
  return await new SignJWT({ body: digest })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('Upstash')
    .setSubject(message.url)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + 300)
    .setJti(jti())
    .sign(new TextEncoder().encode(signingKey()));
}
