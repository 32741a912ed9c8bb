import { describe, expect, test } from 'vitest';
import { Ambiguous, Busy, Outage, Park, RetryLater } from '#domain/obstacle.ts';
import {
  type CarryOutSteps,
  carryOut,
  type Lease,
  type Receipt,
  type Release,
  type Said,
} from '#src/automate/carry-out.ts';
import { erpTarget } from '#src/automate/carry-out-erp.ts';
import { waitMs } from '#src/automate/ladder.ts';
import type { Erp, ErpAnswer } from '#src/client/erp/contract.ts';
import { at, orderLane } from '#tests/support/order-facts.ts';
import { answer, depositBody } from '#tests/support/posting-facts.ts';

const key = 'plumb-demo-customer_deposit-1-1';
const ours = answer('DEP-1', { key });

/** What the ERP answered, as a receipt keeps it. */
const kept = (document: ErpAnswer) => ({
  id: document.id,
  number: document.number,
  said: { source: 'erp-receipt', topic: document.kind, document },
});

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
  const heard: Said[] = [];
  const documents = options.held ?? [];
  const found = async (by: string, some: readonly ErpAnswer[]) => {
    notes.push(`find by ${by}`);
    options.find?.();
    return some;
  };
  const erp: Omit<Erp, 'amend'> = {
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
    tries: 0,
    triesMax: 8,
    isProbe: false,
    firstTriedAt: at(0),
    ...options.lease,
  };
  const steps: CarryOutSteps = {
    now: () => at(0),
    lease: async () => (options.due === false ? undefined : { lease, target: erpTarget(erp, depositBody) }),
    async receipt(_, receipt) {
      receipts.push(receipt);
      return options.fenceHolds ?? true;
    },
    async release(_, release) {
      releases.push(release);
    },
    async heard(_, said) {
      heard.push(said);
    },
  };
  return { steps, notes, receipts, releases, heard };
}

describe('carrying a posting out', () => {
  test('looks by key and by order, creates once and stores the receipt', async () => {
    const { steps, notes, receipts, releases } = desk();
    expect(await carryOut(key, steps)).toEqual({ outcome: 'posted', lane: orderLane });
    expect(notes).toEqual(['find by key', 'find by order', 'create']);
    expect(receipts).toEqual([{ document: kept(ours), adopted: false, detail: null }]);
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
    expect(receipts).toMatchObject([{ document: kept(ours), adopted: false }]);
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
    expect(releases).toMatchObject([
      { state: 'held', stop: 'several fit', notBefore: null, ambiguousUntil: null },
    ]);
    expect(releases[0]?.reason).toContain('DEP-8, DEP-9');
  });

  test('who has lost the fence says so', async () => {
    const { steps } = desk({ fenceHolds: false });
    expect(await carryOut(key, steps)).toEqual({ outcome: 'fenced-off', lane: orderLane });
  });
});

describe('obstacles', () => {
  const during = async (obstacle: Error, lease: Partial<Lease> = {}) => {
    const it = desk({
      lease,
      create: () => {
        throw obstacle;
      },
    });
    const done = await carryOut(key, it.steps);
    const [release] = it.releases;
    if (release === undefined) throw new Error('the lease was not given back');
    return { ...it, done, release };
  };
  const after = (ms: number) => new Date(Date.parse(at(0)) + ms).toISOString();

  test('a refusal is final: rejected with the reason, by somebody who serves', async () => {
    const { done, releases, heard } = await during(new Park('the ERP refused: the period is closed'));
    expect(done).toEqual({ outcome: 'rejected', lane: orderLane });
    expect(releases).toEqual([
      {
        state: 'rejected',
        reason: 'the ERP refused: the period is closed',
        stop: 'refused',
        notBefore: null,
        ambiguousUntil: null,
        isTry: false,
      },
    ]);
    expect(heard).toEqual([{ said: 'served' }]);
  });

  test('what passes gives the lease back until then, without doubt about the document', async () => {
    const { steps, notes, releases } = desk({
      find: () => {
        throw new RetryLater('the order is not there yet', 120_000);
      },
    });
    expect(await carryOut(key, steps)).toEqual({ outcome: 'later', lane: orderLane, notBefore: at(2) });
    expect(notes).not.toContain('create');
    expect(releases).toMatchObject([
      { state: 'planned', notBefore: at(2), ambiguousUntil: null, isTry: true },
    ]);
  });

  test('each try in vain waits longer than the one before, as long as its key and count say', async () => {
    const waits = [];
    for (const tries of [0, 1, 2, 3, 4, 5, 6]) {
      const { done, release } = await during(new Outage('the ERP is out of reach', 0), { tries });
      const notBefore = after(waitMs(key, tries + 1));
      expect(done).toEqual({ outcome: 'later', lane: orderLane, notBefore });
      expect(release).toMatchObject({ state: 'planned', stop: null, isTry: true, notBefore });
      waits.push(notBefore);
    }
    expect(waits).toEqual(waits.toSorted());
  });

  test('the last of its tries is held for a person, with how often it was tried and why it failed', async () => {
    const { done, release } = await during(new Outage('the ERP is out of reach', 0), { tries: 7 });
    expect(done).toEqual({ outcome: 'held', lane: orderLane });
    expect(release).toEqual({
      state: 'held',
      reason: 'gave up after 8 tries: the ERP is out of reach',
      stop: 'gave up',
      notBefore: null,
      ambiguousUntil: null,
      isTry: true,
    });
  });

  test('somebody who asks for patience costs no try, not even the last one, and the connection waits', async () => {
    const { release, heard } = await during(new Busy('the ERP asks for patience', 60_000), { tries: 7 });
    expect(release).toMatchObject({ state: 'planned', notBefore: at(1), isTry: false });
    expect(heard).toEqual([{ said: 'busy', reason: 'the ERP asks for patience', until: at(1) }]);
  });

  test('whoever tries a connection that was left alone does not pay for its silence', async () => {
    const lease = { tries: 7, isProbe: true };
    const { release, heard } = await during(new Outage('the ERP is out of reach', 30_000), lease);
    expect(release).toMatchObject({ state: 'planned', isTry: false });
    expect(heard).toEqual([{ said: 'outage', reason: 'the ERP is out of reach' }]);
  });

  test('a create without an answer leaves a doubt that lasts as long as the ERP may work', async () => {
    const { done, release, heard } = await during(new Ambiguous('the ERP did not answer a create'));
    expect(done).toMatchObject({ outcome: 'later' });
    expect(release).toMatchObject({ state: 'planned', ambiguousUntil: at(2), isTry: true });
    expect(heard).toEqual([{ said: 'outage', reason: 'the ERP did not answer a create' }]);
  });

  test('a doubt outlives giving up', async () => {
    const { release } = await during(new Ambiguous('the ERP did not answer a create'), { tries: 7 });
    expect(release).toMatchObject({ state: 'held', stop: 'gave up', ambiguousUntil: at(2) });
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
    expect(releases).toMatchObject([{ state: 'planned', ambiguousUntil: null, isTry: false }]);
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
      { document: kept(ours), adopted: false, detail: 'duplicates to be reversed: DEP-2' },
    ]);
  });

  test('whose search lags behind its create is believed the create', async () => {
    const unseen = answer('DEP-1', { key: 'not found yet' });
    const { steps, receipts } = desk({ lease: searchOnly, create: () => unseen });
    await carryOut(key, steps);
    expect(receipts).toEqual([{ document: kept(unseen), adopted: false, detail: null }]);
  });

  test('an ERP that enforces keys is asked at once, whatever an earlier attempt left', async () => {
    const { steps } = desk({ lease: { ambiguousUntil: at(9) } });
    expect(await carryOut(key, steps)).toMatchObject({ outcome: 'posted' });
  });
});
