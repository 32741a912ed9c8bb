import type { Decision, DecisionDetail } from '#domain/decision.ts';
import { shown } from '#domain/money.ts';

/** One decision as a sentence: what was done, by which rule, on what grounds, and what follows. */
export function explain(decision: Decision): string {
  const { kind, detail, rule, ruleVersion } = decision;
  const byRule = `by ${rule}, version ${ruleVersion}`;
  switch (kind) {
    case 'translated':
      return `Delivery ${said(detail, 'delivery')} (${said(detail, 'source')} ${said(detail, 'topic')}) was read: ${facts(detail)}.`;
    case 'parked':
      return `Delivery ${said(detail, 'delivery')} (${said(detail, 'source')} ${said(detail, 'topic')}) was parked: ${said(detail, 'reason')}.`;
    case 'planned':
      return `${capital(document(detail))} is due because ${said(detail, 'because')}; planned ${byRule}.`;
    case 'held':
      return `${capital(document(detail))} is ${due(detail)}held: ${said(detail, 'reason')}. Nothing leaves until that changes.`;
    case 'superseded':
      return `${capital(document(detail))} was planned anew ${byRule}, because the facts changed before it left: ${said(detail, 'because')}.`;
    case 'withdrawn':
      return `${capital(document(detail))} was withdrawn ${byRule}: ${said(detail, 'reason')}.`;
    case 'attempted':
      return `Attempt ${said(detail, 'attempt')} to post ${document(detail)}; from here its content is fixed.`;
    case 'posted':
      return `${capital(document(detail))} was posted as ${said(detail, 'number')}${aside(detail, 'note')}.`;
    case 'adopted':
      return `${capital(document(detail))} was found in the ERP as ${said(detail, 'number')} and adopted${aside(detail, 'note')}; none was created.`;
    case 'retried':
      return `${capital(document(detail))} was put off: ${said(detail, 'reason')}. The next attempt is not before ${said(detail, 'notBefore')}.`;
    case 'break opened':
      return `A difference was found (${said(detail, 'cause')}): ${said(detail, 'sentence')}`;
    case 'break changed':
      return `A difference reads otherwise now (${said(detail, 'cause')}): ${said(detail, 'sentence')}`;
    case 'break closed':
      return `A difference closed (${said(detail, 'cause')}): ${said(detail, 'how')}.`;
    case 'caught up':
      return `A change of ${said(detail, 'happenedAt')} had not been delivered; a sweep found it at ${said(detail, 'foundAt')}.`;
    case 'claimed':
      return `${said(detail, 'document')} was found to belong to ${said(detail, 'due')}, though it is filed elsewhere.`;
    case 'approved':
      return `${capital(document(detail))} was approved as it stood then by ${decision.actor}; no other content of it may leave on that word.`;
    case 'declined':
      return `${capital(document(detail))} is kept from leaving by ${decision.actor}: ${said(detail, 'reason')}.`;
    case 'restored':
      return `${capital(document(detail))} is no longer kept from leaving; ${decision.actor} took that back.`;
    case 'mode changed':
      return `${capital(said(detail, 'workflow'))} went from mode ${said(detail, 'from')} to ${said(detail, 'to')} by the word of ${decision.actor}: ${said(detail, 'reason')}.`;
    case 'paused':
      return `${capital(said(detail, 'workflow'))} was paused by ${decision.actor}: ${said(detail, 'reason')}. Nothing leaves until it is resumed.`;
    case 'resumed':
      return `${capital(said(detail, 'workflow'))} was resumed by ${decision.actor}.`;
    case 'routing changed':
      return `The rules of routing were changed by ${decision.actor}, to version ${said(detail, 'version')}: ${said(detail, 'change')}`;
    case 'gave up':
      return `${capital(document(detail))} ${said(detail, 'reason')}. A person has to decide.`;
    case 'sent again':
      return `${capital(document(detail))} is ${detail['anew'] === true ? 'planned anew' : `tried again as ${rule}, version ${ruleVersion}, planned it,`} by the word of ${decision.actor}.`;
    case 'connection shut':
    case 'connection probed':
    case 'connection reopened':
      return connection(kind, detail);
    case 'rejected':
      return `${capital(document(detail))} was refused: ${said(detail, 'reason')}. A person has to decide.`;
  }
}

/** What was done about a whole connection, because the other side does or does not serve. */
function connection(kind: `connection ${'shut' | 'probed' | 'reopened'}`, detail: DecisionDetail): string {
  const side = detail['connection'] === 'erp' ? 'ERP' : said(detail, 'connection');
  switch (kind) {
    case 'connection shut':
      return `The ${side} does not serve (${said(detail, 'reason')}), so nothing leaves for it before ${said(detail, 'until')}.`;
    case 'connection probed':
      return `The ${side} is tried again with one posting, ${said(detail, 'posting')}.`;
    case 'connection reopened':
      return `The ${side} serves again, and what waited for it leaves.`;
  }
}

function said(detail: DecisionDetail, name: string): string {
  return String(detail[name] ?? '?');
}

function aside(detail: DecisionDetail, name: string): string {
  const note = detail[name];
  return note === null || note === undefined ? '' : ` (${String(note)})`;
}

/** What is done to something that stands, as a thing that can be due and posted. */
const acts: Readonly<Record<string, string>> = {
  amend_sales_order: 'amendment of the sales order',
  cancel_sales_order: 'cancellation of the sales order',
  mark_paid: 'record in the store of a payment',
  fulfill: 'fulfillment in the store',
  track: 'tracking in the store',
  route: 'routing',
};

function document(detail: DecisionDetail): string {
  const { minor, currency } = detail;
  const total =
    typeof minor === 'string' && minor !== '0' && typeof currency === 'string'
      ? { minor: BigInt(minor), currency }
      : undefined;
  const kind = said(detail, 'document');
  return `the ${acts[kind] ?? kind.replaceAll('_', ' ')}${total === undefined ? '' : ` of ${shown(total)}`}`;
}

/** What is planned and held at once says why it is due, too. */
function due(detail: DecisionDetail): string {
  const because = detail['because'];
  return typeof because === 'string' ? `due because ${because}, and ` : '';
}

function facts(detail: DecisionDetail): string {
  const count = Number(detail['facts'] ?? 0);
  const kinds = said(detail, 'kinds').replaceAll('_', ' ');
  return count === 1 ? `one fact (${kinds})` : `${count} facts (${kinds})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
