import { statusOf } from '#sandbox/attempt.ts';
import type { Clock } from '../clock.ts';
import type { Consignment, Sending } from './delivery.ts';

/** Shopify docs (HTTPS delivery): the whole request has five seconds. */
export const answerLimitMs = 5_000;

/** Sends a delivery once and writes down what came of it. Only a 2xx within the limit counts. */
export async function attemptDelivery(
  consignment: Consignment,
  by: { readonly clock: Clock; readonly send: (sending: Sending) => Promise<Response> },
): Promise<void> {
  const { delivery, journey } = consignment;
  const at = by.clock.now();
  const before = delivery.attempts.length;
  const corrupted = before < (journey.corruptedAttempts ?? 0);
  const answer = await inTime(by.clock, () => by.send({ ...delivery, corrupted }));
  const isLate = answer === 'late' || before < (journey.lateAnswers ?? 0);
  const status = isLate ? null : answer;
  delivery.attempts.push({ at, status, ...(isLate ? { late: true } : {}) });
  const isAccepted = status !== null && status >= 200 && status < 300;
  if (isAccepted) delivery.accepted = true;
  consignment.attempted?.(isAccepted);
}

/** The virtual clock awaits each answer, so there only a journey can be late; on the live one time really passes. */
async function inTime(clock: Clock, send: () => Promise<Response>): Promise<number | null | 'late'> {
  const limit = Promise.withResolvers<'late'>();
  const stopWaiting = async (): Promise<void> => limit.resolve('late');
  const label = 'shopify stops waiting for an answer';
  const alarm = clock.at(clock.now() + answerLimitMs, label, stopWaiting, { background: true });
  const answer = await Promise.race([statusOf(send), limit.promise]);
  alarm.cancel();
  return answer;
}
