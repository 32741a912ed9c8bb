/**
 * Carries events: at least once, in no promised order, only a 2xx counts. Stripe documents retries "for up to three
 * days with an exponential back off" and no steps; here the first wait is four minutes and each is twice the last.
 */
import { statusOf } from '#sandbox/attempt.ts';
import type { Clock } from '#sandbox/clock.ts';
import type { EventType, News } from './news.ts';
import { openSecretRoll } from './secret-roll.ts';
import { signEvent } from './sign.ts';
import { eventView } from './view/event.ts';

/** One event with every attempt to bring it through; a null status means that no answer came. */
export type SentEvent = {
  readonly id: string;
  readonly type: EventType;
  readonly body: string;
  readonly attempts: readonly { readonly at: number; readonly status: number | null }[];
  readonly state: 'waiting' | 'accepted' | 'given-up' | 'lost';
};

/**
 * How an event travels: after how many milliseconds each copy of it arrives. `[0]` is a good day, `[0, 0]` a
 * duplicate, `[5_000]` late and so out of order, `[]` lost for ever. Stripe hears the answer to the first copy.
 */
export type Journey = (event: { readonly id: string; readonly type: EventType }) => readonly number[];

export type WebhookOptions = {
  readonly url: string;
  /** `whsec_…`, as the merchant was given it. */
  readonly secret: string;
  readonly carry: (request: Request) => Promise<Response>;
};

export type Messenger = {
  /** The endpoint's secret is another from now on; the one before holds a while longer, for at most a day. */
  rollSecret(secret: string, overlapMs: number): void;
  readonly sent: readonly SentEvent[];
  journey: Journey;
  tell(news: News): void;
};

type Letter = Omit<SentEvent, 'attempts' | 'state'> & {
  readonly news: News;
  readonly attempts: { at: number; status: number | null }[];
  state: SentEvent['state'];
};

const firstWaitMs = 4 * 60_000;
const retriesMax = 10;

export function openMessenger(clock: Clock, { url, secret, carry }: WebhookOptions): Messenger {
  const sent: Letter[] = [];
  const secrets = openSecretRoll(clock, secret);

  async function attempt({ body }: Letter): Promise<{ at: number; status: number | null }> {
    const at = clock.now();
    const status = await statusOf(async () => carry(signEvent({ url, secrets: secrets.valid(), at, body })));
    return { at, status };
  }

  function depart(letter: Letter, retries: number): void {
    const [first, ...copies] = messenger.journey(letter);
    if (first === undefined) {
      letter.state = 'lost';
      return;
    }
    const arrive = (afterMs: number, act: () => Promise<void>): void =>
      void clock.at(clock.now() + afterMs, `Stripe tells ${letter.type}`, act);
    arrive(first, async () => conclude(letter, await attempt(letter), retries));
    for (const afterMs of copies)
      arrive(afterMs, async () => void letter.attempts.push(await attempt(letter)));
  }

  function conclude(letter: Letter, outcome: { at: number; status: number | null }, retries: number): void {
    const { status } = outcome;
    letter.attempts.push(outcome);
    if (status !== null && status >= 200 && status < 300) {
      letter.state = 'accepted';
      letter.news.pendingWebhooks = 0;
      return;
    }
    if (retries === retriesMax) {
      letter.state = 'given-up';
      return;
    }
    clock.at(clock.now() + firstWaitMs * 2 ** retries, `Stripe retries ${letter.type}`, async () =>
      depart(letter, retries + 1),
    );
  }

  const messenger: Messenger = {
    sent,
    journey: () => [0],
    rollSecret: (next, overlapMs) => secrets.roll(next, overlapMs),
    tell(news) {
      news.pendingWebhooks = 1;
      const { id, type } = news;
      const body = JSON.stringify(eventView(news), null, 2);
      const letter: Letter = { id, type, body, news, attempts: [], state: 'waiting' };
      sent.push(letter);
      clock.at(clock.now(), `Stripe sends ${type}`, async () => depart(letter, 0));
    },
  };
  return messenger;
}
