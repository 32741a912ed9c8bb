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

/** This one thing can never be done as it stands: keep it, say why, go on with the rest. */
export class Park extends Error {
  override readonly name = 'Park';
}
