import type { Translate } from '#domain/delivery.ts';
import type { Instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';

/** What a sender's own verification says of one request. Nothing of it is trusted before `verified`. */
export type Verdict =
  | { readonly verdict: 'forged'; readonly why: string }
  | { readonly verdict: 'unreadable'; readonly why: string }
  | {
      readonly verdict: 'verified';
      /** The sender's name of the shop: for Shopify its myshopify.com domain. */
      readonly shop: string;
      readonly topic: string;
      /** Constant across the sender's retries of one delivery; unique within shop and source. */
      readonly dedupeKey: string;
      readonly eventId: string | null;
      readonly triggeredAt: Instant | null;
    };

/** How this sender wants to be answered; part of the sender because each reads a status differently. */
export type ResponsePolicy = {
  readonly kept: () => Response;
  readonly duplicate: () => Response;
  readonly forged: () => Response;
  readonly unreadable: (why: string) => Response;
  readonly tooLarge: (bytesMax: number) => Response;
  readonly unknownShop: () => Response;
  readonly down: (retryAfterSeconds: number) => Response;
};

/** What every sender that calls us must provide. */
export interface Source {
  readonly name: string;
  readonly bytesMax: number;
  readonly verify: (request: Request, raw: string) => Promise<Verdict>;
  /** The lane a delivery waits in; `unreadableLane` when the body cannot say. Never throws. */
  readonly lane: (topic: string, raw: string) => Lane;
  readonly translate: Translate;
  readonly respond: ResponsePolicy;
}
