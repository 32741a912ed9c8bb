/** A seeded morning of the demo shop, at whose end somebody has changed one invoice in the ERP by hand. */
import type { ErpDocument } from '../erp/contract.ts';
import type { World } from '../world.ts';
import { openStockedLife } from './stocked.ts';

const hourMs = 3_600_000;
/** 05:00 in Berlin. */
export const dawn = Date.parse('2026-11-23T04:00:00.000Z');

export type Morning = {
  /** What was changed by hand, as it was posted. */
  readonly edited: ErpDocument;
  /** The path of its order in the panel. */
  readonly path: string;
};

/** Lives from dawn until noon; a virtual clock that stands at dawn makes it the same every time. */
export async function liveMorning(world: World): Promise<Morning> {
  const { clock, erp } = world;
  await world.worker.scheduled('*/5 * * * *');
  await openStockedLife(world, {
    seed: 1,
    from: dawn,
    days: 1,
    rate: 40,
    faults: 'none',
    repertoire: 'plain',
  });
  await clock.run({ until: dawn + 6.9 * hourMs });
  const edited = erp.documents.find((one) => one.kind === 'invoice');
  if (edited === undefined || edited.order === null) throw new Error('nothing was invoiced all morning');
  const { minor, currency } = edited.total;
  erp.editByHand(edited, { total: { minor: String(BigInt(minor) - 2000n), currency } });
  await clock.run({ until: dawn + 7 * hourMs });
  return { edited, path: `/orders/${edited.order.replace(/^.*\//, '')}` };
}
