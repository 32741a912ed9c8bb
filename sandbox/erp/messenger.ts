/** Carries callbacks as Standard Webhooks advises: at least once, only a 2xx counts, ten attempts over three days. */
import { statusOf } from '#sandbox/attempt.ts';
import type { z } from 'zod';
import { callbacks, type CallbackType } from '#src/contract/callback.ts';
import type { Clock } from '../clock.ts';
import { signCallback } from './sign.ts';

/** One callback with every attempt to bring it through; a null status means that no answer came. */
export type SentCallback = {
  readonly webhookId: string;
  readonly type: CallbackType;
  readonly body: string;
  readonly attempts: readonly { readonly at: number; readonly status: number | null }[];
  readonly accepted: boolean;
};

export type CallbackData<Type extends CallbackType> = z.input<(typeof callbacks)[Type]>['data'];

export type Messenger = {
  readonly sent: readonly SentCallback[];
  /** Tells it at once, or later where the ERP is behind with its work. */
  tell<Type extends CallbackType>(
    type: Type,
    data: CallbackData<Type>,
    options?: { readonly delayMs: number },
  ): void;
};

export type MessengerOptions = {
  readonly clock: Clock;
  readonly url: string;
  readonly secret: string;
  readonly carry: (request: Request) => Promise<Response>;
};

type Letter = Omit<SentCallback, 'attempts' | 'accepted'> & {
  readonly attempts: { at: number; status: number | null }[];
  accepted: boolean;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The waits between attempts that the Standard Webhooks specification gives as its example. */
const delaysMs = [
  5000,
  5 * minuteMs,
  30 * minuteMs,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hourMs),
];

export function openMessenger(options: MessengerOptions): Messenger {
  const { clock, url, secret } = options;
  const sent: Letter[] = [];

  async function attempt(letter: Letter, retries: number): Promise<void> {
    const at = clock.now();
    const { webhookId, body, type } = letter;
    const status = await statusOf(async () =>
      options.carry(signCallback({ url, secret, webhookId, at, body })),
    );
    letter.attempts.push({ at, status });
    if (status !== null && status >= 200 && status < 300) letter.accepted = true;
    const delay = delaysMs[retries];
    if (letter.accepted || delay === undefined) return;
    clock.at(clock.now() + delay, `the ERP retries ${type}`, async () => attempt(letter, retries + 1));
  }

  return {
    sent,
    tell(type, data, { delayMs } = { delayMs: 0 }) {
      const payload = { type, timestamp: new Date(clock.now()).toISOString(), data };
      // What the ERP itself could not read by the contract must not leave it.
      callbacks[type].parse(payload);
      const webhookId = `msg_${sent.length + 1}`;
      const letter = { webhookId, type, body: JSON.stringify(payload), attempts: [], accepted: false };
      sent.push(letter);
      clock.at(clock.now() + delayMs, `the ERP tells ${type}`, async () => attempt(letter, 0));
    },
  };
}
