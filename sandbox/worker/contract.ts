// What a Worker is to its world, whichever runtime it lives in.

import type { Clock } from '#sandbox/clock.ts';

export interface WorkerHost {
  /** Where other processes reach the Worker over HTTP; throws where they cannot. */
  readonly address: URL;
  /**
   * Sends a request to the Worker, which sees it with exactly this URL. `settled` resolves when the response has been
   * made and everything given to `waitUntil` has ended. Both reject with `WorkerKilled` when it is killed before that.
   */
  fetch(request: Request): Promise<Answer>;
  /** Runs the Worker's scheduled handler, until all its work has ended. */
  scheduled(cron: string): Promise<void>;
  /** Kills the isolate at once, as an eviction does: work in flight is lost. May be called while it waits for `outbound`. */
  kill(): Promise<void>;
  /** Brings up a fresh isolate with the same configuration at the same address. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}

export interface WorkerOptions {
  /** The bundle: one ES module. */
  readonly script: string;
  /** Plain text variables. */
  readonly bindings: Readonly<Record<string, string>>;
  /** The rest of the world. What it throws reaches the Worker as a network failure. */
  readonly outbound: (request: Request) => Promise<Response>;
  readonly clock: Clock;
  readonly port?: number;
  /** Leaves `Date` alone, for a world that lives by the wall clock. */
  readonly live?: boolean;
  /** What the Worker writes to its console; warnings and errors go to our own standard error without it. */
  readonly log?: (entry: { level: string; message: string }) => void;
}

export interface Answer {
  readonly response: Response;
  readonly settled: Promise<void>;
}

/** Where a log goes that nobody asked for. */
export function complain({ level, message }: { level: string; message: string }): void {
  if (level === 'warn' || level === 'error') process.stderr.write(`worker: ${message}\n`);
}
