/**
 * An obstacle is thrown where its cause is known and obeyed in one place: the drain or the task.
 * An outcome that a rule can name (a break, a hold) is a value, never an obstacle.
 */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly afterMs: number;

  constructor(reason: string, afterMs: number, options?: ErrorOptions) {
    super(reason, options);
    this.afterMs = afterMs;
  }
}

/** The other side does not serve, whoever asks: where that happens again and again, it is left alone for a while. */
export class Outage extends RetryLater {}

/** The other side serves and asks not to be called until then; nothing was tried. */
export class Busy extends RetryLater {}

/** This one thing can never be done as it stands: keep it, say why, go on with the rest. */
export class Park extends Error {
  override readonly name = 'Park';
}

/** The target may have done it before its answer was lost: look before doing it again. */
export class Ambiguous extends Outage {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, 5000, options);
  }
}
