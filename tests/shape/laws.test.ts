import { beforeAll, describe, expect, test } from 'vitest';
import { laws, messageOf, powers, relativeMessage } from '../../.config/laws.ts';
import { type Complaint, lint } from './support/lint.ts';
import { productFiles, withTree } from './support/tree.ts';

/** A file, a statement planted in it, and the message it must be refused with. */
type Refusal = readonly [file: string, statement: string, message: string];

const domain = lawOf('src/domain');
const inbox = lawOf('src/inbox');
const client = lawOf('src/client');
const flow = lawOf('src/flow.ts');
const task = lawOf('src/task');
const panel = lawOf('src/panel');
const webhooks = lawOf('webhooks');
const receive = lawOf('webhooks/receive.ts');
const { sql, network, ambient, entropy, console: log } = powers;

/** DESIGN's sentences about who may know whom, each broken once. Written by hand: the table must not test itself. */
const refusals: readonly Refusal[] = [
  ['src/domain/money.ts', "import '#src/stabilize/know.ts';", domain],
  ['src/domain/money.ts', "import '#src/client/erp/contract.ts';", domain],
  ['src/domain/money.ts', "import '#src/inbox/lane.ts';", domain],
  ['src/domain/money.ts', "import '#webhooks/source.ts';", domain],
  ['src/domain/money.ts', "import '#drizzle/schema/inbox.ts';", domain],
  ['src/domain/money.ts', "import type { Posting } from '#src/automate/plan.ts';", domain],
  ['src/domain/money.ts', "export { plan } from '#src/automate/plan.ts';", domain],
  ['src/domain/money.ts', "export const later = () => import('#src/automate/plan.ts');", domain],

  ['src/stabilize/prove.ts', "import '#src/automate/plan.ts';", lawOf('src/stabilize rules')],
  ['src/automate/plan.ts', "import '#src/stabilize/prove.ts';", lawOf('src/automate rules')],
  ['src/govern/gate.ts', "import '#src/measure/figure.ts';", lawOf('src/govern rules')],
  ['src/measure/figure.ts', "import '#src/govern/gate.ts';", lawOf('src/measure rules')],
  ['src/stabilize/prove.ts', "import '#drizzle/schema/stabilize.ts';", lawOf('src/stabilize rules')],
  ['src/stabilize/prove.ts', "import 'drizzle-orm';", sql.message],
  ['src/stabilize/prove.ts', "import 'drizzle-orm/pg-core';", sql.message],
  ['src/stabilize/prove.ts', "import './store.ts';", lawOf('src/stabilize rules')],
  ['src/stabilize/prove.ts', "import '#src/client/database.ts';", lawOf('src/stabilize rules')],
  ['src/automate/plan.ts', "import '#src/client/erp/contract.ts';", lawOf('src/automate rules')],
  ['src/automate/invoice/plan.ts', "import '#src/client/erp/contract.ts';", lawOf('src/automate rules')],
  ['src/stabilize/store.ts', "import '#src/automate/store.ts';", lawOf('src/stabilize store')],
  ['src/stabilize/store.ts', "import '#src/client/shopify/admin.ts';", lawOf('src/stabilize store')],
  ['src/automate/carry-out.ts', "import '#src/stabilize/prove.ts';", lawOf('src/automate carry-out')],
  ['src/automate/carry-out.ts', "import 'drizzle-orm';", sql.message],
  ['src/govern/carry-out.ts', "import '#src/client/queue.ts';", lawOf('src/govern rules')],
  ['src/stabilize/carry-out.ts', "import '#src/inbox/store.ts';", lawOf('src/stabilize carry-out')],
  ['src/automate/store.ts', "import '#src/inbox/store.ts';", lawOf('src/automate store')],
  ['src/govern/store.ts', "import '#src/measure/store.ts';", lawOf('src/govern store')],
  ['src/measure/store.ts', "import '#src/govern/store.ts';", lawOf('src/measure store')],

  ['src/advise/price.ts', "import '#src/automate/plan.ts';", lawOf('src/advise rules')],
  ['src/advise/price.ts', "import '#src/client/erp/contract.ts';", lawOf('src/advise rules')],
  ['src/advise/carry-out.ts', "import '#src/client/queue.ts';", lawOf('src/advise rules')],
  ['src/advise/store.ts', "import '#src/automate/store.ts';", lawOf('src/advise store')],
  ['src/advise/store.ts', "import '#src/client/shopify/admin.ts';", lawOf('src/advise store')],

  ['src/inbox/keep.ts', "import '#src/stabilize/know.ts';", inbox],
  ['src/inbox/keep.ts', "import '#src/flow.ts';", inbox],
  ['src/inbox/keep.ts', "import '#src/task/drain.ts';", inbox],
  ['src/inbox/keep.ts', "import '#src/panel/home.tsx';", inbox],
  ['src/inbox/keep.ts', "import 'drizzle-orm';", sql.message],
  ['src/inbox/store.ts', "import '#src/stabilize/store.ts';", lawOf('src/inbox store')],

  ['src/inbox/seal.ts', "import '#src/client/database.ts';", lawOf('src/inbox/seal.ts')],

  ['src/client/queue.ts', "import '#src/automate/plan.ts';", client],
  ['src/client/queue.ts', "import '#src/inbox/keep.ts';", client],
  ['src/client/erp/odoo/post.ts', "import '#src/govern/gate.ts';", lawOf('src/client/erp')],
  ['src/client/queue.ts', "import '@neondatabase/serverless';", sql.message],
  ['src/client/log.ts', "import '#src/inbox/keep.ts';", lawOf('src/client/log.ts')],
  ['src/client/database.ts', "import '#src/stabilize/know.ts';", lawOf('src/client/database.ts')],

  ['src/contract/openapi.ts', "import '#src/client/erp/contract.ts';", lawOf('src/contract')],
  ['src/contract/openapi.ts', "import '#webhooks/source.ts';", lawOf('src/contract')],
  ['src/client/erp/odoo/post.ts', "import '#src/inbox/keep.ts';", lawOf('src/client/erp')],
  ['src/client/queue.ts', "import '#src/contract/document.ts';", client],
  ['webhooks/erp/source.ts', "import '#src/client/erp/contract.ts';", lawOf('webhooks/erp')],
  ['webhooks/shopify/source.ts', "import '#src/contract/document.ts';", webhooks],

  ['src/flow.ts', "import 'drizzle-orm';", sql.message],
  ['src/flow.ts', "import '#drizzle/schema/inbox.ts';", flow],
  ['src/flow.ts', "import '#src/client/queue.ts';", flow],
  ['src/flow.ts', "import '#src/inbox/store.ts';", flow],
  ['src/flow.ts', "import '#src/stabilize/store.ts';", flow],
  ['src/flow.ts', "import './worker.ts';", flow],
  ['src/flow.ts', "import './client/queue.ts';", relativeMessage],

  ['src/task/drain.ts', "import '#src/app.ts';", task],
  ['src/task/drain.ts', "import '#src/worker.ts';", task],
  ['src/task/drain.ts', "import '#src/panel/home.tsx';", task],
  ['src/panel/home.tsx', "import '#src/app.ts';", panel],
  ['src/panel/home.tsx', "import 'drizzle-orm';", sql.message],
  ['src/panel/queries.ts', "import '#webhooks/source.ts';", lawOf('src/panel/queries.ts')],
  ['src/app.ts', "import '#src/worker.ts';", lawOf('src/app.ts')],
  ['src/app.ts', "import './worker.ts';", lawOf('src/app.ts')],
  ['src/app.ts', "import '#sandbox/clock.ts';", lawOf('src/app.ts')],
  ['src/worker.ts', "import '#sandbox/clock.ts';", lawOf('src/worker.ts')],
  ['src/worker.ts', "import '#tests/support/order.ts';", lawOf('src/worker.ts')],
  ['src/newcomer/first.ts', "import '#src/inbox/keep.ts';", lawOf('src (no law yet)')],

  ['webhooks/shopify/source.ts', "import '#src/inbox/keep.ts';", webhooks],
  ['webhooks/shopify/source.ts', "import '#src/stabilize/know.ts';", webhooks],
  ['webhooks/shopify/source.ts', "import '#src/client/queue.ts';", webhooks],
  ['webhooks/shopify/source.ts', "import '#sandbox/clock.ts';", webhooks],
  ['webhooks/receive.ts', "import '#src/stabilize/know.ts';", receive],
  ['webhooks/receive.ts', "import '#src/client/database.ts';", receive],

  ['drizzle/schema/inbox.ts', "import '#src/inbox/lane.ts';", lawOf('drizzle')],
  ['drizzle/schema/inbox.ts', "import '#sandbox/clock.ts';", lawOf('drizzle')],
  ['sandbox/start.ts', "import '#src/app.ts';", lawOf('sandbox')],
  ['sandbox/start.ts', "import '#tests/support/order.ts';", lawOf('sandbox')],
  ['tests/worker/answer.test.ts', "import '#src/worker.ts';", lawOf('tests')],

  ['src/stabilize/know.ts', "import '../client/queue.ts';", relativeMessage],
  ['webhooks/shopify/source.ts', "import '../../src/client/queue.ts';", relativeMessage],
  ['webhooks/source.ts', "import './shopify/source.ts';", relativeMessage],
  ['sandbox/start.ts', "import '../src/app.ts';", relativeMessage],
  ['tests/worker/answer.test.ts', "import '../../src/worker.ts';", relativeMessage],

  ['src/stabilize/know.ts', 'export const reply = fetch("https://shop.example");', network.message],
  [
    'src/stabilize/know.ts',
    'export const reply2 = globalThis.fetch("https://shop.example");',
    network.message,
  ],
  ['src/app.ts', 'export const reply = fetch("https://shop.example");', network.message],
  ['src/task/drain.ts', "import 'node:https';", network.message],
  ['webhooks/receive.ts', 'export const reply = fetch("https://shop.example");', network.message],
  ['src/stabilize/know.ts', 'export const at = Date.now();', ambient.message],
  ['src/inbox/keep.ts', 'export const chance = Math.random();', ambient.message],
  ['src/client/queue.ts', 'export const id = crypto.randomUUID();', ambient.message],
  ['src/client/queue.ts', "import { randomUUID } from 'node:crypto';", ambient.message],
  ['src/inbox/keep.ts', 'export const bytes = crypto.getRandomValues(new Uint8Array(12));', entropy.message],
  ['src/task/drain.ts', 'export const ticks = performance.now();', ambient.message],
  ['src/client/database.ts', 'export const secret = process.env["SECRET"];', ambient.message],
  ['webhooks/shopify/source.ts', "import 'node:process';", ambient.message],
  ['src/domain/money.ts', "import { env } from 'cloudflare:workers';", ambient.message],
  ['src/flow.ts', 'console.log(1);', 'console'],
  ['webhooks/receive.ts', 'console.error(1);', 'console'],
  ['src/app.ts', "import 'node:console';", log.message],
];

/** What the same places are allowed, so that a law is known to refuse no more than it says. */
const allowed: readonly (readonly [file: string, statement: string])[] = [
  ['src/domain/lane.ts', "import '#domain/gid.ts';"],
  ['src/domain/lane.ts', "import './gid.ts';"],
  ['src/domain/lane.ts', "import { createHash } from 'node:crypto';"],
  ['src/stabilize/expect.ts', "import '#domain/money.ts';"],
  ['src/stabilize/expect.ts', "import './sold.ts';"],
  ['src/stabilize/expect.ts', "import '#src/stabilize/payout/match.ts';"],
  ['src/measure/store.ts', "import '#drizzle/schema/measure.ts';"],
  ['src/measure/store.ts', "import 'drizzle-orm';"],
  ['src/measure/store.ts', "import '#src/client/database.ts';"],
  ['src/advise/fraud/store.ts', "import '#src/client/database.ts';"],
  ['src/automate/carry-out-invoice.ts', "import '#src/client/erp/contract.ts';"],
  ['src/automate/carry-out-invoice.ts', "import './store.ts';"],
  ['src/inbox/claim.ts', "import './store.ts';"],
  ['src/inbox/seal.ts', 'export const nonce = crypto.getRandomValues(new Uint8Array(12));'],
  ['src/client/erp/contract.ts', "import '#src/contract/document.ts';"],
  ['webhooks/erp/callback.ts', "import '#src/contract/callback.ts';"],
  ['src/contract/callback.ts', "import './part.ts';"],
  ['src/client/mail.ts', 'export const reply = fetch("https://mail.example");'],
  ['src/client/mail.ts', "import '#src/client/log.ts';"],
  ['src/client/log.ts', 'console.log(1);'],
  ['src/panel/queries.ts', "import 'drizzle-orm';"],
  ['src/panel/queries.ts', "import '#drizzle/schema/stabilize.ts';"],
  ['src/panel/query/home.ts', "import 'drizzle-orm';"],
  ['src/panel/query/home.ts', "import '#drizzle/schema/stabilize.ts';"],
  ['src/task/tick.ts', "import '#src/inbox/store.ts';"],
  ['src/task/tick.ts', "import '#src/flow.ts';"],
  ['src/task/tick.ts', "import '#src/client/queue.ts';"],
  ['src/flow.ts', "import '#src/automate/plan.ts';"],
  ['src/flow.ts', "import '#webhooks/source.ts';"],
  ['src/app.ts', "import '#src/task/tick.ts';"],
  ['src/app.ts', "import '#webhooks/receive.ts';"],
  ['src/app.ts', 'export const now = Date.now();'],
  ['src/worker.ts', "import './app.ts';"],
  ['src/worker.ts', 'export default {};'],
  ['webhooks/receive.ts', "import '#src/inbox/keep.ts';"],
  ['webhooks/stripe/source.ts', "import '#webhooks/source.ts';"],
  ['sandbox/erp.ts', "import '#src/client/erp/contract.ts';"],
  ['sandbox/erp.ts', 'export const at = Date.now();'],
  ['sandbox/shopify/graphql/admin.ts', "import '../../clock.ts';"],
  ['tests/support/order.ts', "import '#sandbox/clock.ts';"],
];

/** The rules beside the laws, each broken in one file that is otherwise lawful. */
const broken: readonly (readonly [statement: string, rule: string])[] = [
  ['async function promised(): Promise<void> {}', ''],
  ['promised();', 'no-floating-promises'],
  ['if (promised()) promised;', 'no-misused-promises'],
  [
    'export function told(mode: "off" | "auto"): void { switch (mode) { case "off": } }',
    'switch-exhaustiveness-check',
  ],
  ['export const anything: any = JSON.parse("1");', 'no-explicit-any'],
  ['export const member: unknown = anything.member;', 'no-unsafe-member-access'],
  ['export const first = [1].at(0)!;', 'no-non-null-assertion'],
  ['export const text = anything as string;', 'no-unsafe-type-assertion'],
  ['export const four = (a: 1, b: 2, c: 3, d: 4) => [a, b, c, d];', 'max-params'],
  ['export default 1;', 'no-default-export'],
  ["import './ring.ts';", 'no-cycle'],
  [`export function long() {${'\n'.repeat(61)}}`, 'max-lines-per-function'],
];

function lawOf(place: string): string {
  const law = laws.find((row) => row.place === place);
  if (law === undefined) throw new Error(`.config/laws.ts has no row for ${place}`);
  return messageOf(law);
}

/** One file a path, one line a statement: a complaint is then told by its line. */
function gather(statements: readonly (readonly [file: string, statement: string, ...rest: string[]])[]) {
  const files: Record<string, string[]> = {};
  for (const [file, statement] of statements) (files[file] ??= []).push(statement);
  return files;
}

describe('laws', () => {
  const files = gather([...refusals, ...allowed]);
  let complaints: readonly Complaint[] = [];

  beforeAll(async () => {
    const planted = Object.entries(files).map(([file, lines]) => [file, lines.join('\n')] as const);
    const tree = {
      ...Object.fromEntries(planted),
      'src/domain/broken.ts': broken.map(([statement]) => statement).join('\n'),
      'src/domain/ring.ts': "import './broken.ts';\n",
      'src/domain/endless.ts': `export const line = 1;\n${'// A line.\n'.repeat(300)}`,
      'tests/shape/long.test.ts': broken.map(([statement]) => statement).join('\n'),
    };
    complaints = await withTree(tree, (folder) =>
      lint(folder, ['src', 'webhooks', 'drizzle', 'sandbox', 'tests']),
    );
  }, 60_000);

  function complaintsOn(file: string, statement: string): readonly Complaint[] {
    const line = (files[file]?.indexOf(statement) ?? -1) + 1;
    return complaints.filter((complaint) => complaint.file === file && complaint.line === line);
  }

  function rulesBrokenIn(path: string): readonly string[] {
    return complaints.filter(({ file }) => file === path).map(({ rule }) => rule);
  }

  test.for(refusals)('%s is refused "%s"', ([file, statement, message]) => {
    expect(complaintsOn(file, statement).map(({ text }) => text)).toContainEqual(
      expect.stringContaining(message),
    );
  });

  test.for(allowed)('%s is allowed "%s"', ([file, statement]) => {
    const lawful = complaintsOn(file, statement).filter(({ rule }) =>
      /no-(?:restricted|console|default)/.test(rule),
    );
    expect(lawful).toEqual([]);
  });

  test.for(broken.filter(([, rule]) => rule !== ''))('"%s" breaks %s', ([statement, rule]) => {
    const before = broken.slice(
      0,
      broken.findIndex((row) => row[0] === statement),
    );
    const line = before.join('\n').split('\n').length + (before.length === 0 ? 0 : 1);
    const found = complaints.filter(
      (complaint) => complaint.file === 'src/domain/broken.ts' && complaint.line === line,
    );
    expect(found.map((complaint) => complaint.rule)).toContainEqual(expect.stringContaining(rule));
  });

  test('a file of more than 300 lines is refused', () => {
    expect(rulesBrokenIn('src/domain/endless.ts')).toContain('eslint(max-lines)');
  });

  test('a test may be long', () => {
    expect(rulesBrokenIn('src/domain/broken.ts')).toContain('eslint(max-lines-per-function)');
    expect(rulesBrokenIn('tests/shape/long.test.ts')).toContain('typescript(no-floating-promises)');
    expect(rulesBrokenIn('tests/shape/long.test.ts')).not.toContain('eslint(max-lines-per-function)');
  });

  test('every row of the table that forbids something is shown to bite', () => {
    const shown = new Set(refusals.map(([, , message]) => message));
    expect(laws.filter((law) => !shown.has(messageOf(law))).map(({ place }) => place)).toEqual([]);
  });

  test('every file of the product lies in a place that has a law of its own', () => {
    const places = laws.filter(({ files: globs }) => !globs.includes('src/**')).flatMap((law) => law.files);
    const homeless = productFiles().filter((file) => !places.some((glob) => matches(file, glob)));
    expect(homeless).toEqual([]);
  });
});

function matches(file: string, glob: string): boolean {
  return glob.endsWith('/**') ? file.startsWith(glob.slice(0, -2)) : file === glob;
}
