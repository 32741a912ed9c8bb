// The keeper owns a Postgres and its folder: when our process ends, however it ends, both are gone a moment later.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Account } from './native.ts';

export interface Keeper {
  order(order: 'create' | 'start' | 'crash'): Promise<void>;
  /** Ends the server, removes the folder. */
  dismiss(): Promise<void>;
}

export interface Post {
  readonly folder: string;
  readonly binaries: string;
  readonly account: Account | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

// The keeper is a process of its own that reads orders from a pipe which only we hold open. The end of the pipe is
// the one sign that arrives on a normal exit, an exception, a signal and a kill -9 alike. It is a shell where there
// is one, because the account Postgres runs under may be unable to reach our Node.
const shell = `
while read -r order; do
  case "$order" in
    create) "$BINARIES/bin/initdb" "$@" ;;
    start) "$BINARIES/bin/pg_ctl" -D "$FOLDER/data" -l "$FOLDER/log" -w -t 60 start ;;
    crash) "$BINARIES/bin/pg_ctl" -D "$FOLDER/data" -m immediate -w stop ;;
  esac </dev/null >>"$FOLDER/log" 2>&1 && echo done || echo failed
done
"$BINARIES/bin/pg_ctl" -D "$FOLDER/data" -m immediate -w stop >/dev/null 2>&1
rm -rf "$FOLDER"
`;

// The same for Windows, which has no such shell and no root.
const script = `
const { spawnSync } = require("node:child_process");
const { BINARIES, FOLDER } = process.env;
const control = (...orders) => [BINARIES + "/bin/pg_ctl.exe", ["-D", FOLDER + "/data", ...orders]];
const orders = {
  create: [BINARIES + "/bin/initdb.exe", process.argv.slice(1)],
  start: control("-l", FOLDER + "/log", "-w", "-t", "60", "start"),
  crash: control("-m", "immediate", "-w", "stop"),
};
const run = ([program, words]) => spawnSync(program, words, { stdio: "ignore" }).status === 0;
require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (order) => console.log(run(orders[order]) ? "done" : "failed"))
  .on("close", () => {
    run(orders.crash);
    require("node:fs").rmSync(FOLDER, { recursive: true, force: true });
  });
`;

/** Sets a keeper over an empty folder that the account owns and in which the superuser's password lies. */
export function hireKeeper({ folder, binaries, account, settings }: Post): Keeper {
  const words = [
    '--no-sync',
    '--username=postgres',
    `--pwfile=${join(folder, 'password')}`,
    '-D',
    join(folder, 'data'),
  ];
  words.push('--auth=scram-sha-256', '--encoding=UTF8');
  words.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  for (const [name, value] of Object.entries(settings)) words.push('--set', `${name}=${value}`);

  const isWindows = process.platform === 'win32';
  const [program, start] = isWindows
    ? [process.execPath, ['-e', script, '--']]
    : ['/bin/sh', ['-c', shell, 'keeper']];
  const keeper = spawn(program, [...start, ...words], {
    ...account,
    env: {
      ...(isWindows ? process.env : { PATH: process.env.PATH }),
      LC_ALL: 'C',
      FOLDER: folder,
      BINARIES: binaries,
    },
    // Our own current folder may be closed to the account, and initdb insists on one it can enter.
    cwd: dirname(folder),
    // A group of its own, so that Ctrl-C reaches the keeper as the end of its pipe and not as a signal.
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const answers = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]();
  const gone = once(keeper, 'exit');
  // A keeper that is gone shows in the missing answer to an order.
  keeper.stdin.on('error', () => undefined);

  async function awaited<T>(answer: Promise<T>): Promise<T> {
    hold(keeper, 'ref');
    return await answer.finally(() => hold(keeper, 'unref'));
  }
  return {
    async order(order) {
      keeper.stdin.write(`${order}\n`);
      const answer = await awaited(answers.next());
      if (answer.value !== 'done') throw new Error(`cannot ${order}: ${await lastWords(folder)}`);
    },
    async dismiss() {
      keeper.stdin.end();
      await awaited(gone);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Our process waits for an answer it asked for, but a run that forgets to stop may still end by itself. */
function hold(keeper: ChildProcess, how: 'ref' | 'unref'): void {
  keeper[how]();
  for (const pipe of [keeper.stdin, keeper.stdout]) {
    if (pipe instanceof Socket) pipe[how]();
  }
}

async function lastWords(folder: string): Promise<string> {
  const log = await readFile(join(folder, 'log'), 'utf8').catch(() => 'the server left no log');
  return log.split('\n').slice(-20).join('\n');
}
