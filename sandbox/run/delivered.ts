/** What became of every webhook that the stores of a world sent. */
import type { Planted } from '../traffic/fault/planted.ts';
import type { World } from '../world.ts';

export type Carried = {
  /** Requests, each attempt counted. */
  readonly sent: number;
  readonly kept: number;
  /** Acknowledged though they were kept before. */
  readonly duplicates: number;
  readonly refused: number;
  /** Without an answer or with a failure, so that they came again. */
  readonly failed: number;
  /** Of the kept: what nobody could read, each with its reason. */
  readonly parked: number;
  /** Never sent at all, by a planted fault. */
  readonly vanished: number;
};

type Kept = { readonly dedupe_key: string; readonly state: string };

export function deliveriesOf(
  world: World,
  planted: readonly Planted[],
  inbox: readonly Kept[],
): { readonly carried: Carried; readonly lost: readonly string[] } {
  const { sent, store } = world;
  const kept = new Set(inbox.map((one) => one.dedupe_key));
  const acknowledged = sent.filter((one) => isFrom(one.status, 200));
  const refused = sent.filter((one) => isFrom(one.status, 400)).length;
  const unkept = acknowledged.filter((one) => one.webhookId === null || !kept.has(one.webhookId));
  const givenUp = store.deliveries.filter((one) => !one.accepted && one.attempts.length > 0);
  const idle = inbox.filter((one) => one.state === 'kept');
  return {
    carried: {
      sent: sent.length,
      kept: inbox.length,
      duplicates: acknowledged.length - inbox.length,
      refused,
      failed: sent.length - acknowledged.length - refused,
      parked: inbox.filter((one) => one.state === 'parked').length,
      vanished: planted.filter((one) => one.kind === 'delivery-lost').length,
    },
    lost: [
      ...unkept.map((one) => `${one.topic} ${one.webhookId} was acknowledged but is not in Postgres`),
      ...givenUp.map((one) => `${one.topic} ${one.webhookId} was tried to the end and never came through`),
      ...idle.map((one) => `delivery ${one.dedupe_key} was kept but never worked on`),
    ],
  };
}

function isFrom(status: number | null, hundred: 200 | 400): boolean {
  return status !== null && status >= hundred && status < hundred + 100;
}
