/** What is said when a page cannot be shown: what happened, and what to do. */
import type { SettingsRow } from '#src/inbox/store.ts';
import { settingsOf } from '#src/inbox/store.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { View } from './view.ts';

function notice(
  status: View['status'],
  heading: string,
  says: {
    readonly what: string;
    readonly next: string;
    readonly back?: View['back'];
    /** For a shop that may see the rest: the other pages stay within reach. */
    readonly menu?: true;
  },
): View {
  return {
    status,
    heading,
    ...(says.back === undefined ? {} : { back: says.back }),
    ...(says.back === undefined && says.menu === undefined ? { alone: true } : {}),
    main: (
      <s-section accessibilitylabel={heading}>
        <s-paragraph>{says.what}</s-paragraph>
        <s-paragraph color="subdued">{says.next}</s-paragraph>
        {says.back === undefined ? null : (
          <s-stack direction="inline">
            <s-button href={says.back.href}>{`Show all ${says.back.label.toLowerCase()}`}</s-button>
          </s-stack>
        )}
      </s-section>
    ),
  };
}

export const refused: View = notice(403, 'This page cannot be opened here', {
  what: 'The request carried no session that Shopify signed for this app.',
  next: 'Open Plumbline from the Apps menu of your Shopify admin. If that is what you did, reload the whole admin page once.',
});

export const outOfReach: View = notice(403, 'This page cannot be read at the moment', {
  what: 'The database of Plumbline does not answer. Senders keep their deliveries meanwhile and send them again.',
  next: 'Reload this page in a minute.',
  menu: true,
});

const orders = { href: '/orders', label: 'Orders' };

export const unknownOrder: View = notice(404, 'Order not found', {
  what: 'Plumbline knows no order at this address. It may belong to another shop, or its first webhook may still be on its way.',
  next: 'Search for it by name or document number.',
  back: orders,
});

export const unreadableList: View = notice(400, 'This list cannot be shown as asked', {
  what: 'The address holds a search, filter or page that Plumbline does not understand. A search may have 100 characters.',
  next: 'Start again from the whole list.',
  back: orders,
});

const breaks = { href: '/breaks', label: 'Breaks' };

export const unreadableBreaks: View = notice(400, 'This list cannot be shown as asked', {
  what: 'The address holds a search, filter or page that Plumbline does not understand. An amount is written as 20.00, and a search may have 100 characters.',
  next: 'Start again from the whole list.',
  back: breaks,
});

export const unreadableForm: View = notice(400, 'This form cannot be read', {
  what: 'It names nothing that can be mapped. Nothing was changed.',
  next: 'Go back to the list and send the form from there.',
  back: breaks,
});

export const unknownDocument: View = notice(404, 'Document not found', {
  what: 'Plumbline knows no document of the ERP at this address that stands without an order.',
  next: 'Search for its number among the breaks.',
  back: breaks,
});

const automations = { href: '/automations', label: 'Automations' };

export const unknownWorkflow: View = notice(404, 'Workflow not found', {
  what: 'Plumbline has no workflow at this address.',
  next: 'Choose one from the list.',
  back: automations,
});

export const unreadableAutomation: View = notice(400, 'This page cannot be shown as asked', {
  what: 'The address or form holds something that Plumbline does not understand. Nothing was changed.',
  next: 'Start again from the list of workflows.',
  back: automations,
});

export const unknownPosting: View = notice(404, 'Posting not found', {
  what: 'Plumbline knows no posting at this address. It may belong to another shop.',
  next: 'Look for it among the postings of its workflow.',
  back: automations,
});

const unknownShop: View = notice(403, 'Plumbline is not set up for this shop', {
  what: 'Shopify says who you are, but Plumbline has never been installed here.',
  next: 'Install Plumbline from the Shopify App Store, then open it again.',
});

const removed: View = notice(403, 'Plumbline was removed from this shop', {
  what: 'It was uninstalled, so it reads and posts nothing here any more.',
  next: 'Install Plumbline again from the Shopify App Store; what was booked is still in its ledger.',
});

const erased: View = notice(403, 'The data of this shop was erased', {
  what: 'Plumbline was uninstalled here, and Shopify has asked for the erasure of what the shop had sent.',
  next: 'Install Plumbline again from the Shopify App Store to start afresh.',
});

/** The view of an installed shop, or why there is none. */
export function within(row: SettingsRow | undefined, view: (shop: ShopSettings) => View): View {
  if (row === undefined) return unknownShop;
  if (row.state === 'uninstalled') return removed;
  return row.state === 'redacted' ? erased : view(settingsOf(row));
}
