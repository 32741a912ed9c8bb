/** Counts what a world's life came to, from Postgres, the ERP's own books and what the stores sent. */
import { type PlantedFigures, plantedFigures } from '../detection/figure.ts';
import { type Score, scoreOf } from '../detection/score.ts';
import { laneOf, seenIn } from '../detection/seen.ts';
import { faultKinds } from '../traffic/fault/catalog.ts';
import type { FaultFamily } from '../traffic/fault/kind.ts';
import type { Planted } from '../traffic/fault/planted.ts';
import type { OrderTruth } from '../traffic/truth.ts';
import type { World } from '../world.ts';
import { type Carried, deliveriesOf } from './delivered.ts';
import { type Documents, documentsOf, type TrueOrder } from './owed.ts';

/** What a run says of itself in its last line. */
export type Tally = {
  readonly deliveries: Carried;
  /** Orders that have a proof, test orders aside. */
  readonly orders: number;
  /** Of those, by the state of their proof. */
  readonly proofs: Readonly<Record<string, number>>;
  readonly postings: { readonly planned: number; readonly posted: number; readonly held: number };
  readonly erpDocuments: {
    readonly salesOrders: number;
    readonly deposits: number;
    readonly invoices: number;
    readonly duplicates: number;
  };
  /** Orders whose documents are not counted here, because of what became of them. */
  readonly leftToProof: number;
  readonly planted: PlantedFigures & { readonly families: Families };
  /** Breaks whose money nobody can explain, beside those that were planted to be so. */
  readonly unexplained: Score['unexplained'];
  readonly lost: number;
  readonly doubled: number;
};

type Families = Readonly<Partial<Record<FaultFamily, number>>>;

/** What is true of a life, and was never told. */
export type Truth = {
  readonly orders: readonly OrderTruth[];
  /** Orders beside that life, with the documents they are owed. */
  readonly others: readonly TrueOrder[];
  readonly planted: readonly Planted[];
};

/** An order of which some legs do not agree, with what the first of them says. */
export type Difference = { readonly name: string; readonly cause: string | null; readonly sentence: string };

export type Account = {
  readonly tally: Tally;
  readonly differences: readonly Difference[];
  readonly documents: Documents;
  readonly score: Score;
  /** Sentences about everything that is not as it ought to be; empty when all is well. */
  readonly wrong: readonly string[];
};

/**
 * `lost` counts acknowledged deliveries that Postgres does not have, deliveries that were tried to the end and never
 * came through, deliveries nobody worked on, and documents that an order's true life calls for and the ERP lacks.
 * What the world itself has lost on the way was never sent, and is no loss of the product's.
 */
export async function account(world: World, truth: Truth): Promise<Account> {
  const inbox = await world.ask<{ dedupe_key: string; state: string }>(
    `select dedupe_key, state from inbox where source = 'shopify'`,
  );
  const deliveries = deliveriesOf(world, truth.planted, inbox);
  const documents = documentsOf(world, truth, await cutOverOf(world));
  const { applications: _, ...erpDocuments } = world.erp.counts();
  const { duplicates } = erpDocuments;
  const doubled = duplicates > 0 ? [`the ERP holds ${duplicates} duplicates`] : [];
  const strangers = world.strangers.map((host) => `the Worker asked for ${host}`);
  const lost = [...deliveries.lost, ...documents.missing];
  const proofs = await proofsOf(world);
  const score = scoreOf(detectable(truth), await seenIn(world));
  return {
    score,
    documents,
    differences: await differencesOf(world),
    tally: {
      deliveries: deliveries.carried,
      orders: Object.values(proofs).reduce((sum, count) => sum + count, 0),
      proofs,
      postings: await postingsOf(world),
      erpDocuments,
      leftToProof: documents.leftToProof.reduce((sum, { count }) => sum + count, 0),
      planted: { ...plantedFigures(score, truth.planted.length), families: familiesOf(truth.planted) },
      unexplained: score.unexplained,
      lost: lost.length,
      doubled: duplicates,
    },
    wrong: [...lost, ...documents.surplus, ...doubled, ...strangers],
  };
}

async function cutOverOf(world: World): Promise<number> {
  const [workflow] = await world.ask<{ at: string }>(
    'select iso(min(cut_over_at)) as at from workflow where shop_id = $1',
    [world.shopId],
  );
  return Date.parse(workflow?.at ?? '');
}

/** Whatever stands in the lane of an order that is not of the life came with the hostile deliveries. */
function detectable({ orders, planted }: Truth): Parameters<typeof scoreOf>[0] {
  const lanes = new Set(orders.map(({ orderId }) => laneOf(orderId)));
  return { planted, isOfLife: (lane) => lanes.has(lane) || lane.startsWith('erp/') };
}

function familiesOf(planted: readonly Planted[]): Families {
  const families = Map.groupBy(planted, ({ kind }) => faultKinds[kind].family);
  return Object.fromEntries([...families].map(([family, of]) => [family, of.length]));
}

async function proofsOf(world: World): Promise<Record<string, number>> {
  const rows = await world.ask<{ state: string; count: number }>(
    `select state, count(*)::int as count from proof where state <> 'test'
     group by state order by count desc, state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

async function differencesOf(world: World): Promise<Difference[]> {
  return world.ask<Difference>(
    `select p.order_name as name, l.cause, l.sentence from proof p cross join lateral (
       select leg ->> 'cause' as cause, leg ->> 'sentence' as sentence
       from jsonb_array_elements(p.body -> 'legs') with ordinality as legs (leg, place)
       where leg ->> 'state' = 'broken' order by place limit 1) l
     where p.state = 'broken' order by p.order_name, p.order_gid`,
  );
}

async function postingsOf(world: World): Promise<Tally['postings']> {
  const [counts] = await world.ask<Tally['postings']>(
    `select count(*) filter (where state <> 'withdrawn')::int as planned,
       count(*) filter (where state = 'posted')::int as posted,
       count(*) filter (where state in ('held', 'rejected'))::int as held from posting`,
  );
  return counts ?? { planned: 0, posted: 0, held: 0 };
}
