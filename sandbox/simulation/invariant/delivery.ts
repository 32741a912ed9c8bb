/** Promises about what was sent to us: kept once, worked on, and nothing of it lost or believed without a signature. */
import type { FaultKind } from '#sandbox/traffic/fault/catalog.ts';
import type { Lived } from '../life.ts';
import { type Invariant, rows } from './invariant.ts';

const isOk = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

/** Faults whose delivery nobody can make sense of. */
const poison = new Set<FaultKind>(['delivery-truncated', 'delivery-unknown-topic', 'delivery-unknown-value']);
/** Faults whose delivery must not even be kept. */
const stranger = new Set<FaultKind>(['delivery-forged', 'delivery-unknown-shop']);

const subjectsOf = ({ life }: Lived, kinds: ReadonlySet<FaultKind>): ReadonlySet<string> =>
  new Set(life.planted.filter((one) => kinds.has(one.kind)).map((one) => one.subject));

export const deliveryInvariants: readonly Invariant[] = [
  {
    number: 1,
    promise: 'a 2xx means that the delivery is committed',
    async findings({ world }) {
      const kept = await keptKeys(world);
      return world.sent.flatMap(({ webhookId, topic, status }) =>
        isOk(status) && webhookId !== null && !kept.has(webhookId)
          ? [`${topic} ${webhookId} was answered ${status} and is not in Postgres`]
          : [],
      );
    },
  },
  {
    number: 1,
    promise: 'a delivery is kept once',
    findings: rows(`select source || ' ' || dedupe_key || ' was kept ' || count(*) || ' times' as finding
      from inbox group by shop_id, source, dedupe_key having count(*) > 1 order by 1`),
  },
  {
    number: 1,
    promise: 'what was not signed for a shop of ours is not kept',
    async findings(lived) {
      const kept = await keptKeys(lived.world);
      const forged = [...subjectsOf(lived, stranger)].filter((key) => kept.has(key));
      return forged.map((key) => `${key} is in Postgres`);
    },
  },
  {
    number: 1,
    promise: 'what is refused is no genuine delivery, and what is forged is refused',
    findings: async ({ heard }) =>
      heard.flatMap(({ name, expected, status }) => {
        const wrong =
          expected === 'refused' ? isOk(status) : status !== null && status >= 400 && status < 500;
        return wrong ? [`next door, "${name}" ought to be ${expected} and was answered ${status}`] : [];
      }),
  },
  {
    number: 10,
    promise: 'what was made of each delivery is decided once',
    findings: rows(`select i.source || ' ' || i.topic || ' ' || i.dedupe_key || ' is ' || i.state || ' by ' ||
        count(d.id) || ' decisions' as finding
      from inbox i left join decision d on d.shop_id = i.shop_id and d.subject = 'delivery/' || i.id
        and d.kind in ('translated', 'parked')
      where i.state <> 'kept' group by i.shop_id, i.id, i.source, i.topic, i.dedupe_key, i.state
      having count(d.id) <> 1 order by 1`),
  },
  {
    number: 12,
    promise: 'nothing that was kept is left undone',
    findings: rows(`select source || ' ' || topic || ' ' || dedupe_key || ' waits' as finding from inbox
      where state = 'kept'
      union all
      select key || ' was stirred ' || stirred || ' times and settled ' || settled from lane where stirred > settled
      union all
      select key || ' still waits for the store to be asked' from lane where read_due_at is not null
      order by 1`),
  },
  {
    number: 12,
    promise: 'only what nobody can read is parked',
    async findings(lived) {
      const parked = await lived.world.ask<{ domain: string; topic: string; key: string; reason: string }>(
        `select s.domain, i.topic, i.dedupe_key as key, i.reason from inbox i join shop s on s.id = i.shop_id
         where i.state = 'parked' order by i.shop_id, i.id`,
      );
      const unreadable = subjectsOf(lived, poison);
      const [here, nextDoor] = [
        parked.filter((one) => one.domain !== lived.neighborDomain && !unreadable.has(one.key)),
        parked.filter((one) => one.domain === lived.neighborDomain),
      ];
      // One whose answer was lost may have been kept all the same.
      const poisoned = lived.heard.filter((one) => one.expected === 'parked').length;
      return [
        ...here.map(({ topic, key, reason }) => `${topic} ${key} is parked: ${reason}`),
        ...(nextDoor.length > poisoned
          ? [`next door ${nextDoor.length} deliveries are parked, and ${poisoned} could not be read`]
          : []),
      ];
    },
  },
];

async function keptKeys(world: Lived['world']): Promise<ReadonlySet<string>> {
  const kept = await world.ask<{ key: string }>('select dedupe_key as key from inbox');
  return new Set(kept.map((row) => row.key));
}
