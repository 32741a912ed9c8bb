import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { assets } from './asset.ts';
import type { PanelDeps } from './deps.ts';
import type { View } from './view.ts';

/** One whole page: Shopify's scripts before ours, then the menu and the page in Shopify's elements. */
export async function pageText(deps: PanelDeps, view: View): Promise<string> {
  const { back, aside, alone } = view;
  return documentText(
    deps,
    view.heading,
    <>
      {alone ? null : <Menu />}
      <s-page heading={view.heading} inlinesize="base">
        {back === undefined ? null : (
          <s-link slot="breadcrumb-actions" href={back.href}>
            {back.label}
          </s-link>
        )}
        {view.main}
        {aside === undefined ? null : aside}
      </s-page>
    </>,
  );
}

/** The page that has a browser ask App Bridge for a session; it says nothing of anyone. */
export async function bounceText(deps: PanelDeps): Promise<string> {
  return documentText(
    deps,
    'Opening Plumbline',
    <s-page heading="Plumbline" inlinesize="base">
      <s-section accessibilitylabel="Opening" data-bounce="">
        <s-paragraph>Opening Plumbline …</s-paragraph>
        <s-paragraph color="subdued">
          If nothing happens, open Plumbline from the Apps menu of your Shopify admin.
        </s-paragraph>
      </s-section>
    </s-page>,
  );
}

async function documentText(deps: PanelDeps, title: string, body: Child): Promise<string> {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === 'Plumbline' ? title : `${title} · Plumbline`}</title>
        <meta name="shopify-api-key" content={deps.shopify.config.apiKey} />
        <link rel="stylesheet" href={assets.style.path} />
        <script src={`${deps.cdn}/shopifycloud/app-bridge.js`}></script>
        <script src={`${deps.cdn}/shopifycloud/polaris-1.js`}></script>
        <script src={assets.script.path} defer></script>
      </head>
      <body>{body}</body>
    </html>
  );
  return (await html`<!doctype html>${page}`).toString();
}

/** The first link names the app's own start and is not shown; the admin shows the app's name for it. */
function Menu() {
  return (
    <s-app-nav>
      <s-link href="/" rel="home">
        Home
      </s-link>
      <s-link href="/orders">Orders</s-link>
      <s-link href="/breaks">Breaks</s-link>
      <s-link href="/automations">Automations</s-link>
      <s-link href="/routing">Routing</s-link>
      <s-link href="/stopped">Gave up and refused</s-link>
    </s-app-nav>
  );
}
