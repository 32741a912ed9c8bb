/** What a life came to, in numbers that can be added up. */
import { faultKinds } from '#sandbox/traffic/fault/catalog.ts';
import type { Lived } from './life.ts';

export type Figures = {
  readonly orders: number;
  readonly deliveriesSent: number;
  readonly deliveriesKept: number;
  readonly deliveriesDoubled: number;
  readonly deliveriesLost: number;
  readonly deliveriesRefused: number;
  readonly deliveriesParked: number;
  readonly faultsInDeliveries: number;
  readonly faultsInData: number;
  readonly faultsByPeople: number;
  readonly faultsOfMachines: number;
  readonly crashes: number;
  readonly lateRequests: number;
  readonly slowRequests: number;
  readonly postings: number;
  readonly documents: number;
  readonly duplicates: number;
  /** Obligations that have a document of ours. */
  readonly discharged: number;
  /** Parcels and money that the ERP knew of first, and that the store was told of. */
  readonly toldToStore: number;
  readonly entries: number;
};

export async function figuresOf({ world, life }: Lived): Promise<Figures> {
  const count = async (query: string): Promise<number> =>
    (await world.ask<{ count: number }>(`select count(*)::int as count from ${query}`))[0]?.count ?? 0;
  const planted = (kind: string) => life.planted.filter((one) => one.kind === kind).length;
  const family = (name: string) => life.planted.filter((one) => faultKinds[one.kind].family === name).length;
  const ours = world.erps
    .flatMap(({ documents }) => documents)
    .filter((one) => one.key !== null && one.status !== 'canceled');
  const discharged = new Set(ours.map((one) => `${one.kind} ${one.key}`)).size;
  return {
    orders: life.orders.length,
    deliveriesSent: world.sent.length,
    deliveriesKept: await count(`inbox where source = 'shopify'`),
    deliveriesDoubled: planted('delivery-doubled'),
    deliveriesLost: planted('delivery-lost'),
    deliveriesRefused: world.sent.filter(({ status }) => status !== null && status >= 400 && status < 500)
      .length,
    deliveriesParked: await count(`inbox where state = 'parked'`),
    faultsInDeliveries: family('deliveries'),
    faultsInData: family('data'),
    faultsByPeople: family('people'),
    faultsOfMachines: family('infrastructure'),
    crashes: world.power.failures,
    lateRequests: world.power.late,
    slowRequests: world.power.slow,
    postings: await count(`posting where state = 'posted'`),
    documents: world.erp.documents.length,
    duplicates: ours.length - discharged,
    discharged,
    toldToStore: await count(`posting where state = 'posted' and kind in ('fulfill', 'mark_paid')`),
    entries: await count('journal_entry'),
  };
}

export function sumOf(all: readonly Figures[]): Partial<Record<keyof Figures, number>> {
  const sum: Partial<Record<keyof Figures, number>> = {};
  for (const figures of all)
    for (const name of namesOf(figures)) sum[name] = (sum[name] ?? 0) + figures[name];
  return sum;
}

function namesOf(figures: Figures): (keyof Figures)[] {
  const isName = (name: string): name is keyof Figures => name in figures;
  return Object.keys(figures).filter(isName);
}
