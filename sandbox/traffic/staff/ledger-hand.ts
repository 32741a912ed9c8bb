/** What people and earlier connectors write into the ERP by hand, in the words of the ERP's own contract. */
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import type { TrafficErp } from '../world.ts';
import type { Site } from './site.ts';

export type DocumentKind = ErpDocument['kind'];

export function documentsOf(erp: TrafficErp, order: string, kind: DocumentKind): ErpDocument[] {
  return erp.documents.filter((one) => one.order === order && one.kind === kind && one.status !== 'canceled');
}

export function money(minor: bigint, currency: string): ErpDocument['total'] {
  return { minor: String(minor), currency };
}

/** The ERP tells of what people type by itself once the app is there to hear it. */
export function announced({ now, liveFrom }: Pick<Site, 'now' | 'liveFrom'>): { readonly announce: boolean } {
  return { announce: now() >= liveFrom };
}
