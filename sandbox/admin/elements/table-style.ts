// How tables look.

export const tableMarkup = `
  <div class="filters"><slot name="filters"></slot></div>
  <div class="scroller"><div class="grid" role="table"><slot></slot></div></div>
  <div class="loading" role="status" hidden>Loading…</div>
  <nav class="pages" aria-label="Pages" hidden>
    <button class="previous" type="button" aria-label="Previous page"></button>
    <button class="next" type="button" aria-label="Next page"></button>
  </nav>`;

export const tableStyle = `
  :host { display: block; min-inline-size: 0; position: relative; font-size: 13px; line-height: 20px; }
  .filters { display: flex; flex-wrap: wrap; gap: 8px; padding: 8px 12px; border-block-end: 1px solid #e3e3e3; }
  .filters ::slotted(*) { flex: 1; min-inline-size: 0; }
  .grid { display: table; inline-size: 100%; border-collapse: separate; border-spacing: 0; }
  .grid.list { display: block; }
  .scroller.wide { overflow-x: auto; }
  .grid[inert] { opacity: 0.6; }
  .loading {
    position: absolute; inset-block-start: 48px; inset-inline: 0; margin: auto; inline-size: fit-content;
    padding: 4px 12px; border-radius: 8px; background: #303030; color: #fff;
  }
  .pages { display: flex; gap: 1px; justify-content: center; padding: 8px; border-block-start: 1px solid #e3e3e3; }
  .pages button {
    inline-size: 32px; block-size: 28px; padding: 4px 6px; border: 0; background: #ebebeb; color: #303030;
    cursor: pointer;
  }
  .pages button:first-child { border-start-start-radius: 8px; border-end-start-radius: 8px; }
  .pages button:last-child { border-start-end-radius: 8px; border-end-end-radius: 8px; }
  .pages button:hover:not(:disabled) { background: #dedede; }
  .pages button:disabled { color: #8a8a8a; cursor: default; }
  svg {
    display: block; inline-size: 20px; block-size: 20px; fill: none; stroke: currentcolor; stroke-width: 1.5;
    stroke-linecap: round; stroke-linejoin: round;
  }
`;

export const headerStyle = `
  :host {
    display: table-cell; position: sticky; inset-block-start: 0; z-index: 1; padding: 6px 12px; background: #f7f7f7;
    color: #616161; font-size: 12px; line-height: 16px; font-weight: 550; text-align: start; white-space: nowrap;
    border-block-end: 1px solid #e3e3e3; vertical-align: middle;
  }
  :host(:is([format='numeric'], [format='currency'])) { text-align: end; }
`;

export const rowStyle = `
  :host { display: table-row; }
  :host(:hover) { background: #f7f7f7; }
  :host(:state(clickable)) { cursor: pointer; }
  :host(:state(list)) {
    display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; padding: 12px 16px;
    border-block-end: 1px solid #e3e3e3;
  }
  :host(:state(list):last-child) { border-block-end: 0; }
`;

export const cellStyle = `
  :host {
    display: table-cell; padding: 8px 12px; vertical-align: middle; text-align: start;
    border-block-end: 1px solid #ebebeb;
  }
  :host(:state(last)) { border-block-end: 0; }
  :host(:state(number)) { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
  :host(:state(list)) { display: block; padding: 0; border: 0; text-align: start; min-inline-size: 0; }
  :host(:state(list):state(empty)) { display: none; }
  :host(:state(kicker)) { order: 0; flex: 1 0 100%; color: #616161; font-size: 12px; line-height: 16px; }
  :host(:state(primary)) { order: 1; flex: 1 1 auto; font-weight: 650; }
  :host(:state(secondary)) { order: 2; flex: 0 1 auto; }
  :host(:state(inline)) { order: 3; flex: none; }
  :host(:state(labeled)) { order: 4; flex: 1 0 100%; display: flex; justify-content: space-between; gap: 16px; }
  .label { color: #616161; flex: none; }
`;
