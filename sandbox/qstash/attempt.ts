// One attempt to deliver: a signed request as QStash sends it, and what came of it.

import { createHash } from 'node:crypto';

import { SignJWT } from 'jose';

import type { Attempt, Message } from './message.ts';

export interface Courier {
  /** The key that signs; the receiver accepts it as the current or the next one. */
  readonly signingKey: string;
  readonly now: () => number;
  /** A token's own id. */
  readonly jti: () => string;
  readonly deliver: (request: Request) => Promise<Response>;
}

/** Delivers once; a thrown error is a network failure, which is an outcome like any other. */
export async function attempt(message: Message, courier: Courier): Promise<Attempt> {
  const at = courier.now();
  const headers = new Headers(message.headers);
  headers.set('user-agent', 'Upstash-QStash');
  headers.set('upstash-message-id', message.messageId);
  headers.set('upstash-retried', String(message.retried));
  headers.set('upstash-caller-ip', '127.0.0.1');
  if (message.scheduleId !== undefined) headers.set('upstash-schedule-id', message.scheduleId);
  headers.set('upstash-signature', await sign(message, courier));
  const hasBody = message.method !== 'GET' && message.method !== 'HEAD';
  const request = new Request(message.url, {
    method: message.method,
    headers,
    redirect: 'manual',
    ...(hasBody && { body: message.body }),
  });

  try {
    const response = await courier.deliver(request);
    return { at, status: response.status, headers: response.headers, body: await response.bytes() };
  } catch (error) {
    return { at, status: 0, error: error instanceof Error ? error.message : String(error) };
  }
}

async function sign({ url, body, method }: Message, { signingKey, now, jti }: Courier): Promise<string> {
  const seconds = Math.floor(now() / 1000);
  const sent = method === 'GET' || method === 'HEAD' ? new Uint8Array() : body;
  // QStash pads what base64url leaves unpadded.
  const digest = `${createHash('sha256').update(sent).digest('base64url')}=`;
  return await new SignJWT({ body: digest })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('Upstash')
    .setSubject(url)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + 300)
    .setJti(jti())
    .sign(new TextEncoder().encode(signingKey));
}
