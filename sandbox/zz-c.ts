import { writeFileSync } from 'node:fs';
import { virtualClock } from '#sandbox/clock.ts';
import { prepareTemplate } from '#sandbox/database.ts';
import { startPostgres } from '#sandbox/postgres.ts';
import { openWorld } from '#sandbox/world.ts';
import { beginningOf, liveSpan, shopOf } from './run/span.ts';
import { reach } from './command/connect.ts';
import { checkLedger, ledgerSentences } from './command/ledger-check.ts';
import { readJournal } from './command/journal.ts';
import { exportedEntryOf } from '#src/stabilize/ledger/audit/store.ts';
import { exporter } from '#src/stabilize/ledger/export.ts';
const options = { seed: Number(process.argv[2] ?? 1), days: Number(process.argv[3] ?? 2), rate: 1, faults: process.argv[4] ?? 'none' } as never;
const postgres = await startPostgres();
try {
  await prepareTemplate(postgres);
  const clock = virtualClock(beginningOf(options));
  const world = await openWorld({ server: postgres, database: 'plumbline', clock, seed: 1, shop: shopOf(options) });
  const life = await liveSpan(world, options, { async installed() {}, watch() {} });
  console.log('orders', life.orders.length);
  const url = new URL(postgres.url('plumbline'));
  const c = reach({ postgres: { host: url.hostname, port: Number(url.port) }, database: 'plumbline', shopId: world.shopId });
  const t = performance.now();
  const checked = await checkLedger(c.db, c.shopId, new Date(clock.now()).toISOString());
  console.log(ledgerSentences(checked).join('\n').slice(0, 6000));
  console.log('check ms', performance.now() - t);
  for (const v of checked.violations.slice(0, 6)) {
    const name = /Order (#\S+)/.exec(v.sentence)?.[1];
    if (name === undefined) continue;
    const rows = await world.ask<Record<string, unknown>>(`select e.key, l.account, l.minor::text from journal_entry e join journal_line l on l.entry_id = e.id where e.lane = (select home from fact where kind='order' and body->>'name' = $1 limit 1) order by e.id, l.line`, [name]);
    const head = await world.ask<Record<string, unknown>>(`select body from fact where kind = 'order' and body->>'name' = $1`, [name]);
    const tx = await world.ask<Record<string, unknown>>(`select body->>'kind' as k, body->>'status' as s, body->'amount'->>'minor' as m, body->>'gateway' as g from fact where kind = 'transaction' and home = (select home from fact where kind='order' and body->>'name' = $1 limit 1)`, [name]);
    const ag = await world.ask<Record<string, unknown>>(`select body->>'reason' as r, (select jsonb_agg(jsonb_build_array(s->>'lineType', s->'total'->>'minor', s->'tax'->>'minor', s->>'quantity')) from jsonb_array_elements(body->'sales') s) as sales from fact where kind = 'agreement' and home = (select home from fact where kind='order' and body->>'name' = $1 limit 1)`, [name]);
    console.log(name, v.sentence, JSON.stringify(rows), JSON.stringify(head[0]).slice(0,900), JSON.stringify(tx), JSON.stringify(ag));
  }
  const render = exporter('hledger');
  let text = render([]);
  for await (const page of readJournal(c.db, c.shopId)) text += render(page.map(exportedEntryOf));
  writeFileSync('/tmp/c/books.journal', text);
  await c[Symbol.asyncDispose]();
  await world.dispose();
} finally { await postgres.stop(); }
