/** npm run check -- ledger [--json]: rebuilds the books from their lines and compares; exit 1 with a sentence a violation. */
import { parseArgs } from 'node:util';
import { connect } from './connect.ts';
import { checkLedger, ledgerSentences } from './ledger-check.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (positionals[0] !== 'ledger') {
  console.error('Usage: npm run check -- ledger [--json]');
  process.exit(2);
}

await using connection = await connect();
const checked = await checkLedger(connection.db, connection.shopId, new Date().toISOString());
console.log(values.json ? JSON.stringify(checked, null, 2) : ledgerSentences(checked).join('\n'));
if (checked.violations.length > 0) process.exitCode = 1;
