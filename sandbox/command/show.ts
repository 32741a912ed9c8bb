/** npm run show -- order <name> [--json]: the four-way proof of an order, its documents, ledger and deliveries. */
import { parseArgs } from 'node:util';
import { encode } from '#domain/encode.ts';
import { ordersNamed } from '#src/panel/queries.ts';
import { orderLines } from '../run/words.ts';
import { connect } from './connect.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const [what, name] = positionals;
if (what !== 'order' || name === undefined) {
  console.error('Usage: npm run show -- order <name> [--json]    for example: npm run show -- order 1001');
  process.exit(2);
}

await using connection = await connect();
const orders = await ordersNamed(connection.db, connection.shopId, name);
if (orders.length === 0) {
  console.error(`No order is known as ${name}. Its deliveries may still be on their way.`);
  process.exitCode = 1;
} else if (values.json) {
  console.log(JSON.stringify(encode(orders), null, 2));
} else {
  console.log(orders.map((order) => orderLines(order).join('\n')).join('\n\n'));
}
