/** npm run export -- ledger [--format hledger|ledger|csv]: the whole ledger on stdout, for other programs. */
import { parseArgs } from 'node:util';
import { exportedEntryOf } from '#src/stabilize/ledger/audit/store.ts';
import { exporter, exportFormats } from '#src/stabilize/ledger/export.ts';
import { connect } from './connect.ts';
import { readJournal } from './journal.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { format: { type: 'string', default: 'hledger' } },
});
const format = exportFormats.find((one) => one === values.format);
if (positionals[0] !== 'ledger' || format === undefined) {
  console.error(`Usage: npm run export -- ledger [--format ${exportFormats.join('|')}] > books.journal`);
  process.exit(2);
}

await using connection = await connect();
const render = exporter(format);
// A journal without entries still is one: a table has its heading.
process.stdout.write(render([]));
for await (const page of readJournal(connection.db, connection.shopId))
  process.stdout.write(render(page.map(exportedEntryOf)));
