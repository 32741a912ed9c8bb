/** Events: each is a picture of its object at that moment, and can be read again for thirty days. */
import type { Stripe as Vendor } from 'stripe';
import { type Json, type JsonObject, jsonOf } from './json.ts';

export type EventType = Vendor.Event['type'];

export type News = {
  readonly id: string;
  readonly created: number;
  readonly type: EventType;
  readonly object: JsonObject;
  readonly previous: JsonObject | undefined;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  /** How many endpoints have not taken it yet. */
  pendingWebhooks: number;
};

export type NewsDesk = {
  /** Those of the last thirty days, the oldest first. */
  recent(): readonly News[];
  announce(type: EventType, view: { readonly id?: string }): void;
  /** Told of each event when it happens. */
  listener: ((news: News) => void) | undefined;
  /** The call that is being carried out, which its events name; null for what happens by itself. */
  request: News['request'] | null;
};

const keptSeconds = 30 * 86_400;

export function openNewsDesk({ now, newId }: { now: () => number; newId: () => string }): NewsDesk {
  const kept: News[] = [];
  const last = new Map<string, JsonObject>();
  const forget = (): void => {
    const young = kept.findIndex(({ created }) => created >= now() - keptSeconds);
    kept.splice(0, young < 0 ? kept.length : young);
  };
  const desk: NewsDesk = {
    listener: undefined,
    request: null,
    recent() {
      forget();
      return kept;
    },
    announce(type, view) {
      forget();
      const object = jsonOf(view);
      const before = view.id === undefined ? undefined : last.get(view.id);
      if (view.id !== undefined) last.set(view.id, object);
      // The vendor's documentation: previous attributes are included in events of type `*.updated` alone.
      const previous = type.endsWith('updated') && before !== undefined ? changed(before, object) : undefined;
      const request = desk.request ?? { id: null, idempotency_key: null };
      const news: News = { id: newId(), created: now(), type, object, previous, request, pendingWebhooks: 0 };
      kept.push(news);
      desk.listener?.(news);
    },
  };
  return desk;
}

/** The former values of what differs. */
function changed(before: JsonObject, after: JsonObject): JsonObject {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const values = [...names]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name): [string, Json] => [name, before[name] ?? null]);
  return Object.fromEntries(values);
}
