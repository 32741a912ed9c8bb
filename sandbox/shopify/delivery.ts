/** One delivery of a webhook: what is sent, how it travels, and what became of it. */

export type Attempt = {
  readonly at: number;
  /** Null when no answer came, or none in time. */
  readonly status: number | null;
  /** The app was reached and answered after the limit: Shopify counts a failure, whatever the app did. */
  readonly late?: true;
};

export type Delivery = {
  /** The same in every attempt: what the receiver recognizes a repetition by. */
  readonly webhookId: string;
  /** Shared by all deliveries of one merchant action. */
  readonly eventId: string;
  readonly topic: string;
  /** Where it goes; a path is one of the app's own address. */
  readonly uri: string;
  /** What the app called its subscription. */
  readonly name?: string;
  /** Empty once nothing more will be sent, when the courier keeps no bodies. */
  readonly body: string;
  /** SHA-256 of the body in hex. */
  readonly digest: string;
  readonly triggeredAt: number;
  readonly attempts: readonly Attempt[];
  readonly accepted: boolean;
};

/** What becomes of one delivery on its way. */
export type Journey = {
  /** Milliseconds after which each copy leaves; none at all is a delivery that is lost for ever. */
  readonly delaysMs: readonly number[];
  /** So many first attempts arrive altered, with a signature that does not fit. */
  readonly corruptedAttempts?: number;
  /** So many first attempts reach the app and are answered only after Shopify has stopped waiting. */
  readonly lateAnswers?: number;
};

/** A delivery as it is sent: altered on its way or not. */
export type Sending = Delivery & { readonly corrupted: boolean };

/** A delivery in the courier's hands. */
export type Consignment = {
  readonly delivery: Delivery & { body: string; attempts: Attempt[]; accepted: boolean };
  readonly journey: Journey;
  /** Told after each attempt whether it counted. */
  readonly attempted: ((accepted: boolean) => void) | undefined;
  /** Sendings that are still to come. */
  pending: number;
};
