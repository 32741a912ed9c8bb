/** What of a world the traffic needs. Whatever it misses, the faults of that part are left out. */
import type { Mode, WorkflowName } from '#domain/workflow.ts';
import type { Clock } from '#sandbox/clock.ts';
import type { Erp } from '#sandbox/erp/erp.ts';
import type { Neon } from '#sandbox/neon.ts';
import type { Qstash } from '#sandbox/qstash/qstash.ts';
import type { Acts } from '#sandbox/shopify/model/act.ts';
import type { ShopState } from '#sandbox/shopify/model/shop.ts';
import type { Store } from '#sandbox/shopify/store.ts';
import type { PoweredNetwork } from '#sandbox/worker/crash.ts';

export type TrafficStore = Acts &
  Pick<Store, 'transit' | 'sendRaw' | 'orderBody' | 'failNextAdminCalls'> & { readonly state: ShopState };

export type TrafficErp = Pick<
  Erp,
  | 'documents'
  | 'look'
  | 'stockLevels'
  | 'enterByHand'
  | 'editByHand'
  | 'deleteByHand'
  | 'closePeriod'
  | 'reopenPeriod'
  | 'listPeriods'
  | 'plant'
  | 'plantDuring'
>;

export type TrafficWorld = {
  readonly clock: Clock;
  readonly store: TrafficStore;
  readonly erp: TrafficErp;
  /** What the app posts by itself, which people leave to it; without it, sales orders and what is on them. */
  readonly modes?: ReadonlyMap<WorkflowName, Mode>;
  readonly qstash?: Pick<Qstash, 'journey'>;
  readonly neon?: Pick<Neon, 'intercept'>;
  readonly power?: Pick<PoweredNetwork, 'plan' | 'requests'>;
};
