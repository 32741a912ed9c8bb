/** Has a sales order at the ERP say what the order holds now, or calls it off, unless a person had a hand in it. */
import type { Erp, ErpAnswer } from '#src/client/erp/contract.ts';
import type { AmendmentBody } from '#domain/amendment.ts';
import { type Money, shown } from '#domain/money.ts';
import { Park } from '#domain/obstacle.ts';
import type { Lease } from './carry-out.ts';
import { erpStillRunning } from './carry-out-erp.ts';
import { comesTo, type Identified } from './identify.ts';
import type { Found, Target } from './target.ts';

/** `body` is the one of the lease. A change under a version takes effect once, whoever sends it again. */
export function amendmentTarget(erp: Erp, body: AmendmentBody): Target {
  let seen: ErpAnswer | undefined;
  return {
    async find(lease) {
      [seen] = await erp.findByKey('sales_order', body.salesOrder);
      return seen === undefined ? lost : judge(seen, body, lease);
    },
    async create(lease) {
      if (seen === undefined) throw new Park('the ERP did not show what is to be changed');
      return changed(await erp.amend(lease.key, body, seen), body, lease);
    },
    async findOurs(lease) {
      const found = await erp.findByKey('sales_order', body.salesOrder);
      return found.map((one) => changed(one, body, lease));
    },
    stillRunning: erpStillRunning,
  };
}

const lost = {
  outcome: 'tie',
  reason: 'the ERP does not show the sales order under its key any more; it is left as it is',
} as const;

function judge(seen: ErpAnswer, body: AmendmentBody, lease: Lease): Identified<Found> {
  const { amendedWith = null, number, status, total } = seen;
  const document = changed(seen, body, lease);
  // It took effect before, or a later change of ours did, which says all that this one would.
  if (amendedWith !== null && !body.after.includes(amendedWith))
    return { outcome: 'ours', document, duplicates: [] };
  if (status === 'canceled' && body.kind === 'cancel_sales_order') return { outcome: 'adopt', document };
  if (status !== 'open')
    return { outcome: 'tie', reason: `${number} is ${status} in the ERP; it is left as it is` };
  const isFrom = body.from.some((one) => comesTo(seen, one));
  if (isFrom) return { outcome: 'absent' };
  if (body.kind === 'amend_sales_order' && comesTo(seen, body.total)) return { outcome: 'adopt', document };
  const said = body.from.map(shown).join(' or ');
  return {
    outcome: 'tie',
    reason: `${number} was changed by hand: it says ${shown(moneyOf(total))} where ${said} was posted; it is left as it is`,
  };
}

function moneyOf({ minor, currency }: ErpAnswer['total']): Money {
  return { minor: BigInt(minor), currency };
}

/** A sales order may be changed again and again, so each change has a name of its own. */
function changed(answer: ErpAnswer, { salesOrder }: AmendmentBody, { key }: Pick<Lease, 'key'>): Found {
  const { number, kind } = answer;
  return {
    id: key,
    number,
    said: { source: 'erp-receipt', topic: kind, document: answer, standsFor: salesOrder },
  };
}
