/** Workflows and their modes in the words of people. */
import type { ShadowField } from '#domain/shadow.ts';
import type { Mode, WorkflowName } from '#domain/workflow.ts';
import type { Elements } from './element.ts';

export const workflowWords: Readonly<
  Record<WorkflowName, { readonly title: string; readonly does: string }>
> = {
  'order routing': {
    title: 'Order routing',
    does: 'Chooses the location that an order leaves from, and holds or releases it, by your rules.',
  },
  'invoice posting': {
    title: 'Invoice posting',
    does: 'Posts sales orders, deposits, payments, invoices and what applies one to the other in the ERP; or, by policy, one journal a day.',
  },
  'shipment confirmation': {
    title: 'Shipment confirmation',
    does: 'Tells the store what the ERP shipped, with tracking, and the ERP what the store shipped.',
  },
  'refund posting': {
    title: 'Refund posting',
    does: 'Posts credit memos and refund payments in the ERP for what was refunded, returned or cancelled.',
  },
  'payment write-back': {
    title: 'Payment write-back',
    does: 'Marks orders as paid in the store when the ERP was paid first: terms, bank transfer, cash on delivery.',
  },
};

type Tone = NonNullable<Elements['s-badge']['tone']>;
type Icon = NonNullable<Elements['s-badge']['icon']>;

type ModeWords = { readonly word: string; readonly means: string; readonly tone: Tone; readonly icon: Icon };

export const modeWords: Readonly<Record<Mode, ModeWords>> = {
  off: { word: 'Off', means: 'nothing is planned', tone: 'neutral', icon: 'x-circle' },
  shadow: { word: 'Shadow', means: 'planned and compared, nothing leaves', tone: 'info', icon: 'view' },
  approve: { word: 'Approve', means: 'each waits for a person', tone: 'info', icon: 'person' },
  auto: { word: 'Auto', means: 'leaves by itself', tone: 'success', icon: 'check-circle' },
};

/** What differs between what we would have posted and what people posted. */
export const fieldWords: Readonly<Record<ShadowField, string>> = {
  'only ours': 'People posted none',
  'only theirs': 'We would post none',
  order: 'Filed under another order',
  count: 'Another number of documents',
  kind: 'Another kind of document',
  currency: 'Currency',
  gross: 'Amount',
  tax: 'Tax',
  accounts: 'Accounts',
  date: 'More than 3 days apart',
};
