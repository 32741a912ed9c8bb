/** Which status may follow which. Only a posted document is in the general ledger. */
import type { Kind, Status } from './contract.ts';
import type { Refusal } from './refusal.ts';

type Steps = Readonly<Record<Status, readonly Status[]>>;

const salesOrderSteps: Steps = { open: ['closed', 'canceled'], closed: ['open'], canceled: [], posted: [] };
const ledgerSteps: Steps = { open: ['posted', 'canceled'], posted: ['canceled'], canceled: [], closed: [] };

/** A sales order promises; every other kind is booked at once unless somebody leaves it open. */
export function firstStatusOf(kind: Kind): Status {
  return kind === 'sales_order' ? 'open' : 'posted';
}

/** Why a new document may not begin in that status, or undefined. */
export function startRefusalOf(kind: Kind, status: Status): Refusal | undefined {
  if (status === 'open' || status === firstStatusOf(kind)) return undefined;
  return { code: 'illegal_status', message: `A new ${named(kind)} cannot be ${status}.` };
}

/** Why a document may not go from one status to another, or undefined. */
export function stepRefusalOf(kind: Kind, from: Status, to: Status): Refusal | undefined {
  const steps = kind === 'sales_order' ? salesOrderSteps : ledgerSteps;
  if (from === to || steps[from].includes(to)) return undefined;
  return { code: 'illegal_status', message: `A ${named(kind)} that is ${from} cannot become ${to}.` };
}

function named(kind: Kind): string {
  return kind.replaceAll('_', ' ');
}
