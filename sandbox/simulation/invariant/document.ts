/** Promises about documents at the ERP: one a key, each with its receipt, never more money than the order moved. */
import { isDocument, targetOf } from '#domain/workflow.ts';
import type { Lived } from '../life.ts';
import { type Invariant, rows } from './invariant.ts';
import { postedOf, surplusOf } from './surplus.ts';

export const documentInvariants: readonly Invariant[] = [
  {
    number: 4,
    promise: 'one posting key has at most one document at the ERP',
    findings: async (lived) =>
      [...Map.groupBy(oursOf(lived), (one) => `${one.kind} ${one.key}`)].flatMap(([name, same]) =>
        same.length > 1
          ? [`${name} stands ${same.length} times: ${same.map((one) => one.number).join(', ')}`]
          : [],
      ),
  },
  {
    number: 4,
    promise: 'a document made with our key is the receipt of its posting',
    async findings(lived) {
      const posted = new Set((await postedOf(lived)).map((one) => one.key));
      return oursOf(lived).flatMap(({ key, number }) =>
        key === null || posted.has(key) ? [] : [`${number} was made for ${key}, which does not know it`],
      );
    },
  },
  {
    number: 4,
    promise: 'a receipt names a document that the ERP made',
    async findings(lived) {
      const { world, life } = lived;
      // A change of a sales order goes by its own name; the number is that of the document which it changed.
      const known = new Set(
        world.erps.flatMap(({ documents }) => documents.flatMap(({ id, number }) => [id, number])),
      );
      const deleted = new Set(
        life.planted.filter((one) => one.kind === 'document-deleted').map((one) => one.subject),
      );
      return (await postedOf(lived)).flatMap(({ kind, key, id, number }) =>
        targetOf(kind) === 'store' || known.has(isDocument(kind) ? id : number) || deleted.has(number)
          ? []
          : [`${key} has the receipt ${number}, which does not exist`],
      );
    },
  },
  {
    number: 5,
    promise:
      'what is posted for an order is never more than the order: refunded than received, credited than invoiced, shipped than sold',
    findings: async (lived) => surplusOf(lived),
  },
  {
    number: 8,
    promise: 'nothing is posted for a test order, or for one from before the cut-over',
    findings: rows(`select p.key || ' was posted for a ' || o.state || ' order' as finding
      from posting p join proof o on o.shop_id = p.shop_id and o.lane = p.lane
      where p.state = 'posted' and o.state in ('test', 'before-cut-over') order by 1`),
  },
  {
    number: 12,
    promise: 'a posting that may leave has left',
    // One that needs a document which waits for a person waits with it.
    findings: rows(`with recursive waits as (
        select shop_id, key from posting where state in ('held', 'rejected', 'withdrawn')
        union
        select p.shop_id, p.key from posting p join waits w on w.shop_id = p.shop_id and w.key = any (p.depends_on)
        where p.state = 'planned')
      select key || ' is still ' || state || coalesce(': ' || reason, '') as finding from posting p
      where state = 'leased' or (state = 'planned' and not exists (
        select from waits w where w.shop_id = p.shop_id and w.key = p.key)) order by 1`),
  },
];

function oursOf({ world }: Lived) {
  return world.erps
    .flatMap(({ documents }) => documents)
    .filter((one) => one.key !== null && one.status !== 'canceled');
}
