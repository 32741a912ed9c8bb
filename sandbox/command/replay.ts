/** npm run replay -- <delivery id>: reads one kept delivery again, dry, and prints what it would mean now. */
import { translators } from '#webhooks/translators.ts';
import { encode } from '#domain/encode.ts';
import { postingOf, postingsOf } from '#src/automate/store.ts';
import { flow } from '#src/flow.ts';
import { deliveryScope, open } from '#src/inbox/seal.ts';
import { settingsOf, shopSettings } from '#src/inbox/store.ts';
import { deliveryById } from '#src/panel/queries.ts';
import { claimOf, claimsOf } from '#src/stabilize/match/store.ts';
import { noMappings } from '#src/stabilize/shop-facts/known-mappings.ts';
import { shopFacts, shopFactsOf } from '#src/stabilize/shop-facts/store.ts';
import { entriesOf, entryOf } from '#src/stabilize/ledger/store.ts';
import { factOf, factsOf } from '#src/stabilize/store.ts';
import { summariesOf, summaryOf, summedInOf, summedOf } from '#src/stabilize/summary/store.ts';
import { connect } from './connect.ts';

const [id] = process.argv.slice(2);
if (id === undefined || !/^\d+$/.test(id)) {
  console.error('Usage: npm run replay -- <delivery id>    (npm run show -- order <name> lists the ids)');
  process.exit(2);
}

await using connection = await connect();
const { db, shopId, secrets } = connection;
const [[row], [settings]] = await db.trip(shopId, [deliveryById(id), shopSettings()]);
if (row === undefined || settings === undefined) fail(`No delivery has the id ${id}.`);
if (row.sealed === null) fail(`The bytes of delivery ${id} were let go: retention or redaction took them.`);

const shop = settingsOf(settings);
const scope = { lane: row.lane };
const [facts, postings, entries, claims, summaries, summed, [known]] = await db.trip(shopId, [
  factsOf(scope),
  postingsOf(scope),
  entriesOf(scope),
  claimsOf(scope),
  summariesOf(scope),
  summedOf(scope),
  shopFacts(null),
]);
if (known === undefined) fail('The shop is gone.');
const delivery = {
  id,
  source: row.source,
  topic: row.topic,
  receivedAt: row.received_at,
  triggeredAt: row.triggered_at,
  body: await open(secrets, deliveryScope(shop.domain, row.received_at), row.sealed),
};
const outcome = flow(
  {
    lane: row.lane,
    heardAt: row.heard_at,
    readDueAt: row.read_due_at,
    deliveries: [delivery],
    facts: facts.map(factOf),
    postings: postings.map(postingOf),
    entries: entries.map(entryOf),
    claims: claims.map(claimOf),
    summary: summaries.map(summaryOf)[0] ?? null,
    summed: summed.map(summedInOf),
  },
  {
    shop,
    shopFacts: shopFactsOf(known, noMappings),
    now: new Date().toISOString(),
    translators,
  },
);
console.log(JSON.stringify(encode(outcome), null, 2));

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
