/** What people and earlier connectors write into the ERP by hand, in the words of the ERP's own contract. */
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import { kindsByPath } from '#sandbox/erp/contract.ts';
import type { TrafficErp } from '../world.ts';

export type DocumentKind = ErpDocument['kind'];

const known = new Set<string>(Object.values(kindsByPath));

/** Whether this ERP has documents of such a kind; what it has not, nobody can type in. */
export function isDocumentKind(name: string): name is DocumentKind {
  return known.has(name);
}

export function documentsOf(erp: TrafficErp, order: string, kind: string): ErpDocument[] {
  return erp.documents.filter((one) => one.order === order && one.kind === kind && one.status !== 'canceled');
}

export function money(minor: bigint, currency: string): ErpDocument['total'] {
  return { minor: String(minor), currency };
}
