// The last line of a test run says how it went, for people and for scripts: `N passed, N failed`.

import { writeSync } from 'node:fs';

import type { Reporter, TestModule } from 'vitest/node';

export class ClosingLine implements Reporter {
  #line: string | undefined;

  onInit(): void {
    // Whatever else reports or is torn down has spoken by then.
    process.once('exit', () => this.#line !== undefined && writeSync(1, `${this.#line}\n`));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      // A file that cannot even be loaded has no test that could fail.
      count.failed += module.errors().length;
    }
    // A test that was begun and never ended did not pass.
    const failed = count.failed + count.pending;
    this.#line = `${count.passed} passed, ${failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`;
  }
}
