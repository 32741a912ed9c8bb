/** The ERP as the target of postings: documents made under our keys, or adopted from people. */
import type { Erp, ErpAnswer } from '#src/client/erp/contract.ts';
import type { DocumentBody } from '#domain/document.ts';
import { identify } from './identify.ts';
import type { Found, Target } from './target.ts';

export const erpStillRunning = 'an earlier call may still be running at the ERP';

/** `body` is the one of the lease, which is a document of the ERP. */
export function erpTarget(erp: Omit<Erp, 'amend'>, body: DocumentBody): Target {
  return {
    async find({ key, claimed }) {
      const byKey = await erp.findByKey(body.kind, key);
      const isAlone = byKey.length > 0 || body.order === null;
      const byOrder = isAlone ? [] : await erp.findByOrder(body.kind, body.order.id);
      const others = byOrder.filter((one) => !claimed.has(one.id));
      const found = identify(body, byKey, others);
      switch (found.outcome) {
        case 'ours':
          return { ...found, document: shown(found.document), duplicates: found.duplicates.map(shown) };
        case 'adopt':
          return { ...found, document: shown(found.document) };
        case 'tie':
        case 'absent':
          return found;
      }
    },
    create: async ({ key, documentIds }) => shown(await erp.create(key, body, documentIds)),
    findOurs: async ({ key }) => (await erp.findByKey(body.kind, key)).map(shown),
    stillRunning: erpStillRunning,
  };
}

function shown(answer: ErpAnswer): Found {
  const { id, number, kind } = answer;
  return { id, number, said: { source: 'erp-receipt', topic: kind, document: answer } };
}
