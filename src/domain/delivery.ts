import type { Fact } from './fact.ts';
import type { Instant } from './instant.ts';

/** A delivery as the inbox gives it back. `body` is the text the sender signed. */
export type Delivery = {
  readonly id: string;
  readonly source: string;
  readonly topic: string;
  readonly receivedAt: Instant;
  readonly triggeredAt: Instant | null;
  readonly body: string;
};

/** What every sender's translation gets to know besides the delivery. */
export type TranslateContext = { readonly shop: string; readonly erpConnectionId: string | null };

/** Turns a kept delivery into facts. Throws `Park` with a reason for what it cannot understand. */
export type Translate = (delivery: Delivery, context: TranslateContext) => readonly Fact[];
