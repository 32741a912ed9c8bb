/** Reads every kept delivery again, in another order, and compares with what the product made of them as they came. */
import { translators } from '#webhooks/translators.ts';
import { digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import { Park } from '#domain/obstacle.ts';
import { deliveryScope, open, readMasterSecrets } from '#src/inbox/seal.ts';
import { type Dated, learn } from '#src/stabilize/know.ts';
import { secrets } from '../secret.ts';
import type { World } from '../world.ts';

type KeptRow = {
  readonly id: string;
  readonly shop_id: string;
  readonly domain: string;
  readonly erp: string | null;
  readonly source: string;
  readonly topic: string;
  readonly received_at: string;
  readonly triggered_at: string | null;
  readonly sealed: string;
};

/** Facts commute: joined backwards they are the facts that stand, and nothing more. */
export async function rereadFindings(world: World): Promise<string[]> {
  const kept = await world.ask<KeptRow>(`select i.id::text, i.shop_id::text, s.domain, i.source, i.topic,
      iso(i.received_at) as received_at, iso(i.triggered_at) as triggered_at, i.sealed,
      (select c.id::text from connection c where c.shop_id = s.id and c.kind = 'erp') as erp
    from inbox i join shop s on s.id = i.shop_id where i.state = 'done' and i.sealed is not null
    order by i.id desc`);
  const stored = await world.ask<{ name: string; digest: string }>(
    `select shop_id || ' ' || kind || ' ' || key as name, digest from fact`,
  );
  const stand = new Map(stored.map((one) => [one.name, one.digest]));
  const read = new Map<string, string>();
  for (const [shopId, rows] of Map.groupBy(kept, (row) => row.shop_id)) {
    const dated: Dated[] = [];
    for (const row of rows) dated.push(...(await factsOf(row)));
    for (const { fact, digest: said } of learn([], dated))
      read.set(`${shopId} ${fact.kind} ${fact.key}`, said);
  }
  return [
    ...[...read].flatMap(([name, said]) =>
      stand.get(name) === said ? [] : [`${name} reads otherwise than it stands`],
    ),
    ...[...stand.keys()].flatMap((name) => (read.has(name) ? [] : [`${name} stands and nothing says it`])),
  ].toSorted();
}

async function factsOf(row: KeptRow): Promise<Dated[]> {
  const master = readMasterSecrets(secrets.masterSecrets);
  const body = await open(master, deliveryScope(row.domain, row.received_at), row.sealed);
  const delivery = {
    id: row.id,
    source: row.source,
    topic: row.topic,
    receivedAt: row.received_at,
    triggeredAt: row.triggered_at,
    body,
  };
  try {
    const facts =
      translators.get(row.source)?.(delivery, { shop: row.domain, erpConnectionId: row.erp }) ?? [];
    return facts.map((fact) => ({ fact, digest: digest(encode(fact.body)) }));
  } catch (error) {
    if (error instanceof Park) return [];
    throw error;
  }
}
