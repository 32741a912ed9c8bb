// A page with every element in it, as an app would use them: what screenshots and axe-core look at.

import { html, raw } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** A document of the app, with the scripts in the order that Shopify asks for. */
export function document(cdn: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Orders</title>
        <meta name="shopify-api-key" content="test-key" />
        <script src="${cdn}/shopifycloud/app-bridge.js"></script>
        <script src="${cdn}/shopifycloud/polaris-1.js"></script>
      </head>
      <body>
        <s-app-nav>
          <s-link href="/" rel="home">Home</s-link>
          <s-link href="/orders">Orders</s-link>
          <s-link href="/settings">Settings</s-link>
        </s-app-nav>
        ${body}
      </body>
    </html>`;
}

const rows = [
  ['#1043', 'Jana Novak', 'warning', 'Held', 'alert-triangle', '€238.00', '1 item'],
  ['#1042', 'Miguel Ángel de la Fuente y Villanueva', 'success', 'Agrees', 'check', '€1,119.50', '3 items'],
  ['#1041', '<b>Bobby</b> & Co', 'critical', '€20.00 short', 'x', '€59.50', '2 items'],
  ['#1040', 'Ayşe Öztürk', 'info', 'Waiting', 'clock', '€7.20', '1 item'],
] as const;

function row([name, customer, tone, state, icon, total, items]: (typeof rows)[number]): Markup {
  const id = `order-${name.slice(1)}`;
  return html`<s-table-row clickdelegate="${id}">
    <s-table-cell><s-link id="${id}" href="/orders/${name.slice(1)}">${name}</s-link></s-table-cell>
    <s-table-cell>${customer}</s-table-cell>
    <s-table-cell><s-badge tone="${tone}" icon="${icon}">${state}</s-badge></s-table-cell>
    <s-table-cell>${items}</s-table-cell>
    <s-table-cell>${total}</s-table-cell>
  </s-table-row>`;
}

const table = html`<s-section heading="Latest orders" padding="none">
  <s-table paginate hasnextpage>
    <form slot="filters" action="/orders" method="get" id="search">
      <s-search-field
        label="Search orders"
        labelaccessibilityvisibility="exclusive"
        name="q"
        placeholder="Search orders"
      ></s-search-field>
    </form>
    <s-table-header-row>
      <s-table-header listslot="primary">Order</s-table-header>
      <s-table-header listslot="kicker">Customer</s-table-header>
      <s-table-header listslot="inline">Proof</s-table-header>
      <s-table-header>Items</s-table-header>
      <s-table-header listslot="secondary" format="currency">Total</s-table-header>
    </s-table-header-row>
    <s-table-body>${rows.map(row)}</s-table-body>
  </s-table>
</s-section>`;

const form = html`<s-section heading="Connection" subheading="Where documents are posted.">
  <form action="/settings" method="get" id="settings">
    <s-stack gap="base">
      <s-text-field label="Address" name="address" value="https://erp.example" required></s-text-field>
      <s-text-field
        label="Tolerance"
        name="tolerance"
        prefix="€"
        suffix="per order"
        value="-1"
        error="Enter an amount of at least €0."
        details="Differences up to here count as agreement."
      ></s-text-field>
      <s-select label="Invoice when" name="when" value="shipped">
        <s-option value="paid">Paid</s-option>
        <s-option value="shipped">Shipped</s-option>
      </s-select>
      <s-button-group>
        <s-button slot="secondary-actions" type="reset">Discard</s-button>
        <s-button slot="primary-action" type="submit" variant="primary" id="save">Save</s-button>
      </s-button-group>
    </s-stack>
  </form>
</s-section>`;

const small = html`<s-section heading="Parts">
  <s-stack direction="inline" gap="small-200" alignitems="center">
    ${['auto', 'info', 'success', 'caution', 'warning', 'critical'].map(
      (tone) => html`<s-badge tone="${tone}">${tone}</s-badge>`,
    )}
    <s-badge tone="critical" color="strong">Critical</s-badge>
    <s-chip>Unmapped</s-chip><s-chip removable id="chip">Berlin</s-chip>
    <s-clickable-chip href="/orders?state=held">Held</s-clickable-chip>
    <s-clickable-chip color="strong">All</s-clickable-chip>
  </s-stack>
  <s-stack direction="inline" gap="small-200" alignitems="center">
    <s-button id="plain">Default</s-button><s-button variant="tertiary">Tertiary</s-button>
    <s-button variant="primary" tone="critical">Delete</s-button><s-button disabled>Disabled</s-button>
    <s-button loading id="busy">Loading</s-button><s-button href="/orders" icon="order">Open orders</s-button>
    <s-button
      icon="question-circle"
      variant="tertiary"
      accessibilitylabel="What is a proof?"
      interestfor="tip"
      id="help"
    ></s-button>
    <s-tooltip id="tip">An order is proven when all four sides say the same.</s-tooltip>
  </s-stack>
  <s-divider></s-divider>
  <s-grid gridtemplatecolumns="@container (inline-size > 400px) 1fr 1fr 1fr, 1fr" gap="base">
    <s-grid-item
      ><s-box padding="base" background="subdued" borderradius="base">Ordered €238.00</s-box></s-grid-item
    >
    <s-grid-item
      ><s-box padding="base" border="base" borderradius="base">Invoiced €238.00</s-box></s-grid-item
    >
    <s-grid-item gridcolumn="auto">
      <s-clickable href="/orders" padding="base" border="base strong dashed" borderradius="base">
        Captured €238.00
      </s-clickable>
    </s-grid-item>
  </s-grid>
  <s-progress value="2310" max="6000" accessibilitylabel="Orders read"></s-progress>
  <s-stack direction="inline" gap="small-200">
    ${[
      'check',
      'alert-triangle',
      'clock',
      'info',
      'x',
      'order',
      'arrow-left',
      'search',
      'question-circle',
    ].map((name) => html`<s-icon type="${name}"></s-icon>`)}
    <s-icon type="check-circle" tone="success"></s-icon><s-icon type="alert-circle" tone="critical"></s-icon>
    <s-spinner accessibilitylabel="Reading orders"></s-spinner>
  </s-stack>
</s-section>`;

const aside = html`<s-section slot="aside" heading="Customer’s money">
    <s-paragraph>Paid <s-text type="strong" fontvariantnumeric="tabular-nums">€238.00</s-text>.</s-paragraph>
    <s-paragraph color="subdued">Nothing is owed. <s-link href="/orders">See all orders</s-link></s-paragraph>
    <s-heading>Documents</s-heading>
    <s-unordered-list>
      <s-list-item>SO-2207</s-list-item>
      <s-list-item>INV-8812 <s-text tone="critical">€20.00 short</s-text></s-list-item>
    </s-unordered-list>
  </s-section>
  <s-section slot="aside" accessibilitylabel="Decisions">
    <s-empty-state heading="No decisions yet">
      <s-icon slot="graphic" type="clock"></s-icon>
      <s-text slot="subheading">They appear as orders arrive.</s-text>
      <s-button slot="primary-action" variant="primary" href="/orders">Open orders</s-button>
    </s-empty-state>
  </s-section>`;

/** Every element once, in the places an app would put it. */
export const gallery: Markup = html`<s-query-container>
  <s-page heading="#1043">
    <s-link slot="breadcrumb-actions" href="/orders">Orders</s-link>
    <s-button slot="secondary-actions" href="/decisions">Decisions</s-button>
    <s-button slot="primary-action" variant="primary" id="primary">Check again</s-button>
    <s-banner
      slot="supplemental-start"
      tone="warning"
      heading="The credit memo is €20.00 short"
      id="banner"
      dismissible
    >
      <s-text>Shipping was refunded in the store after CM-119 was posted.</s-text>
      <s-button slot="secondary-actions">Approve and post</s-button>
    </s-banner>
    ${table} ${form} ${small}
    <s-banner heading="Reading your last 60 days"></s-banner>
    ${aside}
  </s-page>
</s-query-container>`;

/** Markup given as text. */
export const markup = (text: string): Markup => html`${raw(text)}`;
