import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import type { KeepOutcome, NewDelivery } from '#src/inbox/store.ts';
import type { Source } from './source.ts';

/** What the one route needs: a place to keep a delivery, which answers or throws `StoreDown`. */
export type ReceiveDeps = {
  readonly now: () => Instant;
  readonly keep: (delivery: NewDelivery) => Promise<KeepOutcome>;
  readonly isStoreDown: (error: unknown) => boolean;
};

/** `kept` names the lane that now has work. Nothing else happens before the answer. */
export type Received = {
  readonly response: Response;
  readonly outcome: 'kept' | 'duplicate' | 'forged' | 'unreadable' | 'too-large' | 'unknown-shop' | 'down';
  readonly kept?: { readonly shopId: string; readonly lane: Lane };
};

const retryAfterSeconds = 30;

/**
 * Verify, keep, answer. A 2xx means the delivery is committed; whatever keeps us from committing is
 * answered so that the sender sends again.
 */
export async function receive(source: Source, request: Request, deps: ReceiveDeps): Promise<Received> {
  const { respond } = source;
  const body = await readBody(request, source.bytesMax);
  if ('refused' in body) {
    const tooLarge = body.refused === 'too-large';
    // Text that is not UTF-8 cannot be what the sender signed.
    return tooLarge
      ? { response: respond.tooLarge(source.bytesMax), outcome: 'too-large' }
      : { response: respond.forged(), outcome: 'forged' };
  }
  const raw = body.text;

  const verdict = await source.verify(request, raw);
  if (verdict.verdict === 'forged') return { response: respond.forged(), outcome: 'forged' };
  if (verdict.verdict === 'unreadable')
    return { response: respond.unreadable(verdict.why), outcome: 'unreadable' };

  const lane = source.lane(verdict.topic, raw);
  try {
    const kept = await deps.keep({
      ...verdict,
      source: source.name,
      lane,
      body: raw,
      receivedAt: deps.now(),
    });
    if (kept.outcome === 'unknown-shop') return { response: respond.unknownShop(), outcome: 'unknown-shop' };
    if (kept.outcome === 'duplicate') return { response: respond.duplicate(), outcome: 'duplicate' };
    return { response: respond.kept(), outcome: 'kept', kept: { shopId: kept.shopId, lane } };
  } catch (error) {
    if (!deps.isStoreDown(error)) throw error;
    return { response: respond.down(retryAfterSeconds), outcome: 'down' };
  }
}

type Body = { readonly text: string } | { readonly refused: 'too-large' | 'not-text' };

/** Reads at most `bytesMax` bytes; a longer body is refused as soon as it shows, whatever it declared. */
async function readBody(request: Request, bytesMax: number): Promise<Body> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) return { refused: 'too-large' };
  // A byte-order mark is part of the signed bytes, so it is kept.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const stream: ReadableStream<Uint8Array<ArrayBuffer>> | null = request.body;
  const reader = stream?.getReader();
  let text = '';
  let bytes = 0;
  // A stream that breaks is no forgery: what it throws goes up and is answered so that the sender sends again.
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    bytes += part.value.byteLength;
    if (bytes > bytesMax) return { refused: 'too-large' };
    const decoded = decode(decoder, part.value);
    if (decoded === undefined) return { refused: 'not-text' };
    text += decoded;
  }
  const rest = decode(decoder);
  return rest === undefined ? { refused: 'not-text' } : { text: text + rest };
}

function decode(
  decoder: InstanceType<typeof TextDecoder>,
  bytes?: Uint8Array<ArrayBuffer>,
): string | undefined {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
