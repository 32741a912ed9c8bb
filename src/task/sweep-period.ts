/** Reads which accounting periods of the ERP are open and which are closed. */
import { later } from '#domain/instant.ts';
import { z } from 'zod';
import { openErpReads } from '#src/client/erp/read.ts';
import { periodsKnown, stirDated } from '#src/stabilize/catch-up/store.ts';
import type { Json } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import { RetryLater } from '#domain/obstacle.ts';
import { openToken } from './credential.ts';
import { isReadable, keepPage, type Page, type Reader } from './sweep-page.ts';

const about = { resource: 'erp-periods', source: 'erp-sweep', topic: 'periods' } as const;
const noErpMs = 3_600_000;

const row = z.object({ id: z.string(), from: z.string(), to: z.string(), status: z.string() });
const spans = z.array(z.object({ from: z.string(), to: z.string() }));

/** The whole list comes at once, so a pass is one page; its cursor says which days opened or closed. */
export const erpPeriods: Reader = {
  begin({ erp, deps }) {
    if (erp === null) return { waitFor: 'the shop has no connection to an ERP', waitMs: noErpMs };
    return { since: deps.now() };
  },

  async page(turn): Promise<Page> {
    const { deps, erp, shopId } = turn;
    if (erp === null) throw new RetryLater('the shop has no connection to an ERP', noErpMs);
    const reads = openErpReads({ baseUrl: erp.base_url, token: await openToken(deps, 'erp', erp) });
    const askedAt = deps.now();
    const body = (periods: readonly Json[]): Json => ({ connectionId: erp.id, askedAt, periods });
    const listed = (await reads.periods()).map(encode);
    const [rows] = await deps.db.trip(shopId, [periodsKnown()]);
    const known = new Map(rows.map(({ period, status }) => [period, status]));
    const readable = listed.filter((one) => isReadable(turn, { ...about, body: body([one]) }));
    const periods = readable.flatMap((one) => row.safeParse(one).data ?? []);
    const news = periods.filter((one) => known.get(one.id) !== one.status);
    // Nobody was hindered by a period that was open all the time.
    const turned = news.filter((one) => (known.get(one.id) ?? 'open') !== one.status);
    const writes =
      news.length === 0 ? [] : [await keepPage(turn, { ...about, content: readable, body: body(readable) })];
    const cursor = JSON.stringify(turned.map(({ from, to }) => ({ from, to })));
    return { rows: listed.length, cursor, isLast: true, writes };
  },

  end({ deps, shop }, pass) {
    const changed = spans.parse(JSON.parse(pass.cursor ?? '[]'));
    return {
      through: pass.startedAt,
      dueAt: later(deps.now(), shop.policy.sweepMs),
      writes: changed.length === 0 ? [] : [stirDated(changed)],
    };
  },
};
