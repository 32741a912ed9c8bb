/**
 * npm run show -- order <name> | explain <posting key> | breaks [--cause <cause>] | backfill, each [--json]: the proof
 * of an order with all that is around it, why a posting stands as it does, what disagrees, or how far the reading of
 * the past has come.
 */
import { parseArgs } from 'node:util';
import { ageBucket, breakCauses } from '#domain/break.ts';
import { encode } from '#domain/encode.ts';
import { progressOf } from '#src/panel/progress.ts';
import { ordersNamed } from '#src/panel/queries.ts';
import { openBreaks } from '#src/panel/query/breaks.ts';
import { aroundPosting } from '#src/panel/query/posting.ts';
import { sweeps } from '#src/panel/query/sweep.ts';
import { backfills } from '#src/stabilize/backfill/store.ts';
import { breakLines, progressLines } from '../run/break-words.ts';
import { postingLines } from '../run/posting-words.ts';
import { orderLines } from '../run/words.ts';
import { connect } from './connect.ts';

const usage = `Usage: npm run show -- order <name> [--json]           for example: npm run show -- order 1001
       npm run show -- explain <posting key> [--json]
       npm run show -- breaks [--cause <cause>] [--json]
       npm run show -- backfill [--json]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, cause: { type: 'string' } },
});
const [what, name] = positionals;
const cause = breakCauses.find((one) => one === values.cause?.toUpperCase());
if (values.cause !== undefined && cause === undefined) stop(`The causes are: ${breakCauses.join(' ')}`);

if (what === 'order' && name !== undefined) await showOrder(name);
else if (what === 'explain' && name !== undefined) await showPosting(name);
else if (what === 'breaks' && name === undefined) await showBreaks();
else if (what === 'backfill' && name === undefined) await showBackfill();
else stop(usage);

async function showOrder(wanted: string): Promise<void> {
  await using connection = await connect();
  const orders = await ordersNamed(connection.db, connection.shopId, wanted);
  if (orders.length === 0) {
    console.error(`No order is known as ${wanted}. Its deliveries may still be on their way.`);
    process.exitCode = 1;
  } else say(orders, orders.map((order) => orderLines(order).join('\n')).join('\n\n'));
}

async function showPosting(key: string): Promise<void> {
  await using connection = await connect();
  const [[posting], needed, attempts, decisions] = await connection.db.trip(
    connection.shopId,
    aroundPosting(key),
  );
  if (posting === undefined) {
    console.error(`No posting has the key ${key}. npm run show -- order <name> --json lists them.`);
    process.exitCode = 1;
  } else {
    const found = { posting, needed, attempts, decisions };
    say(found, postingLines(found).join('\n'));
  }
}

async function showBreaks(): Promise<void> {
  await using connection = await connect();
  const found = await openBreaks(connection.db, connection.shopId, cause);
  const now = new Date().toISOString();
  const aged = found.rows.map((row) => ({ ...row, age: ageBucket(row.first_seen_at, now) }));
  say({ ...found, rows: aged }, breakLines(found).join('\n'));
}

async function showBackfill(): Promise<void> {
  await using connection = await connect();
  const [past, swept] = await connection.db.trip(connection.shopId, [backfills(), sweeps]);
  const progress = progressOf(past, swept, new Date().toISOString());
  say(progress, progressLines(progress).join('\n'));
}

function say(found: unknown, text: string): void {
  console.log(values.json ? JSON.stringify(encode(found), null, 2) : text);
}

function stop(text: string): never {
  console.error(text);
  process.exit(2);
}
