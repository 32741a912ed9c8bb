// Those who wait for a Worker hear of its kill at once, and nothing after it.

/** What is told to those who wait for a Worker that is no more. */
export class WorkerKilled extends Error {
  constructor() {
    super('the Worker was killed before it had finished');
    this.name = 'WorkerKilled';
  }
}

export interface Wait {
  /** Becomes what the work becomes, or rejects with `WorkerKilled` at the moment of the kill. */
  unlessKilled<Result>(work: Promise<Result>): Promise<Result>;
  kill(): void;
}

/** A set of waiters, not a race against one promise of the kill: that would keep every answer of a long life. */
export function openWait(): Wait {
  const waiting = new Set<(error: Error) => void>();
  let isKilled = false;
  return {
    async unlessKilled<Result>(work: Promise<Result>) {
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      if (isKilled) reject(new WorkerKilled());
      else waiting.add(reject);
      work.then(resolve, reject).finally(() => waiting.delete(reject));
      return await promise;
    },
    kill() {
      isKilled = true;
      for (const reject of waiting) reject(new WorkerKilled());
      waiting.clear();
    },
  };
}
