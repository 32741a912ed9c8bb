/** What Shopify's elements do not do: trends, a timeline and ledger lines. */
export const style = `
.whole { white-space: nowrap; }
.spark { display: block; inline-size: 100%; max-inline-size: 120px; block-size: 28px; color: #005bd3; }
.timeline { list-style: none; margin: 0; padding: 0; }
.timeline li { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0.75rem; padding: 0.375rem 0; font: inherit; }
.timeline li + li { border-top: 1px solid #ebebeb; }
.timeline .day { display: block; padding: 0.5rem 0 0.25rem; font-weight: 600; border: 0; }
.timeline time { color: #616161; font-variant-numeric: tabular-nums; }
.lines { margin: 0.25rem 0 0; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.lines li { display: flex; justify-content: space-between; gap: 0.75rem; padding: 0.125rem 0; overflow-wrap: anywhere; }
.lines li > :last-child { white-space: nowrap; }
/* Names of things may be longer than a phone is wide. */
.facts li > :first-child { flex-shrink: 0; }
.facts li > :last-child { white-space: normal; text-align: end; }
summary { cursor: pointer; padding: 0.25rem 0; }
summary:focus-visible { outline: 2px solid #005bd3; outline-offset: 2px; border-radius: 4px; }
body { font: 400 0.8125rem/1.25rem Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", sans-serif; color: #303030; }
`;
