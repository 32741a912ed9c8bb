/** npm run policy -- [--valid-from 2026-12-01T00:00:00Z] [key=value …]: shows the policy, or sets a version of it. */
import { parseArgs } from 'node:util';
import { instant } from '#domain/instant.ts';
import { type Policy, policyAt } from '#domain/policy.ts';
import { choicesOf, type PolicyChoices, readPolicyBody, refuseLateGranularity } from '#domain/policy-body.ts';
import { settingsOf, shopSettings } from '#src/inbox/store.ts';
import { appendPolicy } from '#src/stabilize/policy/store.ts';
import { connect } from './connect.ts';

const usage =
  'Usage: npm run policy -- [--valid-from <instant>] [key=value …]; invoiceAtByGateway.<gateway>=<trigger>; ' +
  'granularity="daily summary" has orders from then on summed in one journal a day';

function typed(words: readonly string[]): unknown {
  const said: Record<string, unknown> = {};
  const byGateway: Record<string, string> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) throw new RangeError(`"${word}" is no key=value.`);
    const key = word.slice(0, at);
    const gateway = /^invoiceAtByGateway\.(.+)$/.exec(key)?.[1];
    if (gateway === undefined) said[key] = word.slice(at + 1);
    else byGateway[gateway] = word.slice(at + 1);
  }
  return Object.keys(byGateway).length === 0 ? said : { ...said, invoiceAtByGateway: byGateway };
}

const granted = {
  order:
    'Orders that are placed from then on have documents of their own; those before stay in the summaries of their days.',
  'daily summary':
    'Orders that are placed from then on have no documents of their own: each day is one journal, once it is over. Those before keep theirs.',
} as const;

/** What rules from then on, with the changes: single gateways are added to those that there are. */
function changed(ruling: Policy, change: PolicyChoices): PolicyChoices {
  const byGateway = { ...ruling.invoiceAtByGateway, ...change.invoiceAtByGateway };
  return { ...choicesOf(ruling), ...change, invoiceAtByGateway: byGateway };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'valid-from': { type: 'string' } },
});
const now = new Date().toISOString();
const validFrom = instant(values['valid-from'] ?? now);
if (validFrom === undefined) {
  console.error(usage);
  process.exit(2);
}

await using connection = await connect();
const { db, shopId } = connection;
const [[row]] = await db.trip(shopId, [shopSettings()]);
if (row === undefined) throw new Error(`There is no shop ${shopId}.`);
const { policies } = settingsOf(row);
try {
  if (positionals.length > 0) {
    const ruling = policyAt(policies, validFrom);
    const body = changed(ruling, readPolicyBody(typed(positionals)));
    refuseLateGranularity(ruling, { validFrom, body, now });
    const [[set]] = await db.trip(shopId, appendPolicy({ validFrom, body, setAt: now, setBy: 'command' }));
    console.log(`Version ${set?.version} rules what happens from ${validFrom} on.`);
    if (body.granularity !== ruling.granularity) console.log(granted[body.granularity ?? 'order']);
  }
  const ruling = positionals.length > 0 ? {} : choicesOf(policyAt(policies, validFrom));
  for (const [key, value] of Object.entries(ruling)) console.log(`${key} = ${JSON.stringify(value)}`);
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
