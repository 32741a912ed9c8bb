import { describe, expect, test } from 'vitest';
import { Park, RetryLater } from '#domain/obstacle.ts';
import {
  type CarryOutSteps,
  carryOut,
  type Lease,
  type Receipt,
  type Release,
} from '#src/automate/carry-out.ts';
import { Ambiguous, type Erp, type ErpAnswer } from '#src/client/erp/contract.ts';
import { at, orderLane } from '#tests/support/order-facts.ts';
import { answer, depositBody } from '#tests/support/posting-facts.ts';

const key = 'plumb-demo-customer_deposit-1-1';
const ours = answer('DEP-1', { key });

/** An ERP with memory, and the steps around it; each note says what was done, in order. */
function desk(
  options: {
    lease?: Partial<Lease>;
    held?: ErpAnswer[];
    create?: (documents: ErpAnswer[]) => ErpAnswer;
    find?: () => void;
    fenceHolds?: boolean;
    due?: boolean;
  } = {},
) {
  const notes: string[] = [];
  const receipts: Receipt[] = [];
  const releases: Release[] = [];
  const documents = options.held ?? [];
  const found = async (by: string, some: readonly ErpAnswer[]) => {
    notes.push(`find by ${by}`);
    options.find?.();
    return some;
  };
  const erp: Erp = {
    findByKey: async (_, wanted) =>
      found(
        'key',
        documents.filter((one) => one.key === wanted),
      ),
    findByOrder: async (_, order) =>
      found(
        'order',
        documents.filter((one) => one.order === order),
      ),
    async create() {
      notes.push('create');
      const made = (options.create ?? (() => ours))(documents);
      documents.push(made);
      return made;
    },
  };
  const lease: Lease = {
    key,
    token: '1',
    lane: orderLane,
    connectionId: '1',
    body: depositBody,
    ambiguousUntil: null,
    enforcesKeys: true,
    executionMsMax: 120_000,
    documentIds: new Map(),
    claimed: new Set(),
    ...options.lease,
  };
  const steps: CarryOutSteps = {
    now: () => at(0),
    lease: async () => (options.due === false ? undefined : { lease, erp }),
    async receipt(_, receipt) {
      receipts.push(receipt);
      return options.fenceHolds ?? true;
    },
    async release(_, release) {
      releases.push(release);
    },
  };
  return { steps, notes, receipts, releases };
}

const lost = () => {
  throw new Ambiguous('the ERP did not answer a create');
};

describe('carrying a posting out', () => {
  test('looks by key and by order, creates once and stores the receipt', async () => {
    const { steps, notes, receipts, releases } = desk();
    expect(await carryOut(key, steps)).toEqual({ outcome: 'posted', lane: orderLane });
    expect(notes).toEqual(['find by key', 'find by order', 'create']);
    expect(receipts).toEqual([{ document: ours, adopted: false, detail: null }]);
    expect(releases).toEqual([]);
  });

  test('what is not due touches nothing', async () => {
    const { steps, notes } = desk({ due: false });
    expect(await carryOut(key, steps)).toEqual({ outcome: 'not-due' });
    expect(notes).toEqual([]);
  });

  test('a document of an earlier attempt is the receipt, and nothing is created', async () => {
    const { steps, notes, receipts } = desk({ held: [ours] });
    expect(await carryOut(key, steps)).toMatchObject({ outcome: 'posted' });
    expect(notes).toEqual(['find by key']);
    expect(receipts).toMatchObject([{ document: ours, adopted: false }]);
  });

  test('a document made by hand is adopted, and the receipt says so', async () => {
    const { steps, notes, receipts } = desk({ held: [answer('DEP-9')] });
    expect(await carryOut(key, steps)).toMatchObject({ outcome: 'adopted' });
    expect(notes).not.toContain('create');
    expect(receipts).toMatchObject([{ adopted: true, detail: 'made by hand as DEP-9' }]);
  });

  test('a document that is the receipt of another posting is not adopted a second time', async () => {
    const made = answer('DEP-9');
    const { steps, notes } = desk({ held: [made], lease: { claimed: new Set([made.id]) } });
    expect(await carryOut(key, steps)).toMatchObject({ outcome: 'posted' });
    expect(notes).toContain('create');
  });

  test('a tie is held for a person with its reason', async () => {
    const { steps, notes, releases } = desk({ held: [answer('DEP-8'), answer('DEP-9')] });
    expect(await carryOut(key, steps)).toEqual({ outcome: 'held', lane: orderLane });
    expect(notes).not.toContain('create');
    expect(releases).toMatchObject([{ state: 'held', notBefore: null, ambiguousUntil: null }]);
    expect(releases[0]?.reason).toContain('DEP-8, DEP-9');
  });

  test('who has lost the fence says so', async () => {
    const { steps } = desk({ fenceHolds: false });
    expect(await carryOut(key, steps)).toEqual({ outcome: 'fenced-off', lane: orderLane });
  });
});

describe('obstacles', () => {
  test('a refusal is final: rejected with the reason', async () => {
    const { steps, releases } = desk({
      create: () => {
        throw new Park('the ERP refused: the period is closed');
      },
    });
    expect(await carryOut(key, steps)).toEqual({ outcome: 'rejected', lane: orderLane });
    expect(releases).toEqual([
      {
        state: 'rejected',
        reason: 'the ERP refused: the period is closed',
        notBefore: null,
        ambiguousUntil: null,
      },
    ]);
  });

  test('what passes gives the lease back until then, without doubt about the document', async () => {
    const { steps, notes, releases } = desk({
      find: () => {
        throw new RetryLater('the ERP asks for patience', 120_000);
      },
    });
    expect(await carryOut(key, steps)).toEqual({ outcome: 'later', lane: orderLane, notBefore: at(2) });
    expect(notes).not.toContain('create');
    expect(releases).toMatchObject([{ state: 'planned', notBefore: at(2), ambiguousUntil: null }]);
  });

  test('a create without an answer leaves a doubt that lasts as long as the ERP may work', async () => {
    const { steps, releases } = desk({ create: lost });
    expect(await carryOut(key, steps)).toMatchObject({ outcome: 'later' });
    expect(releases).toMatchObject([{ state: 'planned', ambiguousUntil: at(2) }]);
  });

  test('a bug is no obstacle: it is thrown, and the lease runs out by itself', async () => {
    const { steps, releases } = desk({
      create: () => {
        throw new TypeError('a bug');
      },
    });
    await expect(carryOut(key, steps)).rejects.toThrow('a bug');
    expect(releases).toEqual([]);
  });
});

describe('an ERP that does not enforce keys', () => {
  const searchOnly = { enforcesKeys: false };

  test('is not asked to create while an earlier create may still be running', async () => {
    const { steps, notes, releases } = desk({ lease: { ...searchOnly, ambiguousUntil: at(2) } });
    expect(await carryOut(key, steps)).toEqual({ outcome: 'later', lane: orderLane, notBefore: at(2) });
    expect(notes).not.toContain('create');
    expect(releases).toMatchObject([{ state: 'planned', ambiguousUntil: null }]);
  });

  test('is asked to create once that time has passed', async () => {
    const { steps } = desk({ lease: { ...searchOnly, ambiguousUntil: at(0) } });
    expect(await carryOut(key, steps)).toMatchObject({ outcome: 'posted' });
  });

  test('is looked at again after a create: the oldest counts, the duplicate is named', async () => {
    const { steps, notes, receipts } = desk({
      lease: searchOnly,
      create: (documents) => {
        documents.push(ours);
        return answer('DEP-2', { key });
      },
    });
    expect(await carryOut(key, steps)).toMatchObject({ outcome: 'posted' });
    expect(notes.at(-1)).toBe('find by key');
    expect(receipts).toEqual([
      { document: ours, adopted: false, detail: 'duplicates to be reversed: DEP-2' },
    ]);
  });

  test('whose search lags behind its create is believed the create', async () => {
    const unseen = answer('DEP-1', { key: 'not found yet' });
    const { steps, receipts } = desk({ lease: searchOnly, create: () => unseen });
    await carryOut(key, steps);
    expect(receipts).toEqual([{ document: unseen, adopted: false, detail: null }]);
  });

  test('an ERP that enforces keys is asked at once, whatever an earlier attempt left', async () => {
    const { steps } = desk({ lease: { ambiguousUntil: at(9) } });
    expect(await carryOut(key, steps)).toMatchObject({ outcome: 'posted' });
  });
});
