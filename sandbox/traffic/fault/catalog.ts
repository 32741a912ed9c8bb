/** Every fault the world can plant, written down before any detector was. Only the world reads it. */
import { dataKinds } from './kind-data.ts';
import { deliveryKinds } from './kind-delivery.ts';
import { infrastructureKinds } from './kind-infrastructure.ts';
import { peopleKinds } from './kind-people.ts';
import type { FaultRecord } from './kind.ts';

const kinds = { ...deliveryKinds, ...dataKinds, ...peopleKinds, ...infrastructureKinds } as const;

export type FaultKind = keyof typeof kinds;

export const faultKinds: Readonly<Record<FaultKind, FaultRecord>> = kinds;

/** The catalog as rows, e.g. for a table that people read. */
export const faultCatalog: readonly ({ readonly kind: FaultKind } & FaultRecord)[] = (
  Object.entries(kinds) satisfies [string, FaultRecord][]
).flatMap(([kind, record]) => (isFaultKind(kind) ? [{ kind, ...record }] : []));

function isFaultKind(name: string): name is FaultKind {
  return name in kinds;
}
