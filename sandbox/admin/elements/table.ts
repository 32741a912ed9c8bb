// The table: on a wide screen an index table with a sticky header, on a narrow one a list.

import { define, PolarisElement } from './base.ts';
import { draw } from './icon.ts';
import { Cell, type Column, Header, HeaderRow, Row } from './table-part.ts';
import { tableMarkup, tableStyle } from './table-style.ts';

const narrowest = 490;

class Table extends PolarisElement {
  readonly #observer = new MutationObserver(() => this.#arrange());
  readonly #sizes = new ResizeObserver(() => requestAnimationFrame(() => this.#measure()));
  #list = false;

  constructor() {
    super(tableStyle, tableMarkup);
    this.hideWhenEmpty('.filters', 'filters');
    this.slotNamed('').addEventListener('slotchange', () => this.#arrange());
    this.inner('.previous').addEventListener('click', () => this.send('previouspage'));
    this.inner('.next').addEventListener('click', () => this.send('nextpage'));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this, {
      childList: true,
      subtree: true,
      characterData: true,
      attributeFilter: ['listslot', 'format'],
    });
    this.#sizes.observe(this);
    this.#measure();
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
    this.#sizes.disconnect();
  }

  protected override update(): void {
    draw('chevron-left', this.inner('.previous'));
    draw('chevron-right', this.inner('.next'));
    this.inner('.pages').hidden = !this.is('paginate');
    this.inner<HTMLButtonElement>('.previous').disabled = !this.is('hasPreviousPage') || this.is('loading');
    this.inner<HTMLButtonElement>('.next').disabled = !this.is('hasNextPage') || this.is('loading');
    this.inner('.loading').hidden = !this.is('loading');
    this.describe('aria-busy', this.is('loading') ? 'true' : '', this.inner('.grid'));
    this.inner('.grid').inert = this.is('loading');
    this.#measure();
  }

  /** Chooses between table and list by the room there is, and lets only a table that is too wide scroll sideways. */
  #measure(): void {
    const width = this.clientWidth;
    const list = this.text('variant') === 'list' || (width > 0 && width <= narrowest);
    if (list !== this.#list) {
      this.#list = list;
      this.#arrange();
    }
    const scroller = this.inner('.scroller');
    const grid = this.inner('.grid');
    scroller.classList.toggle('wide', !list && grid.scrollWidth > scroller.clientWidth + 1);
    if (scroller.classList.contains('wide')) scroller.tabIndex = 0;
    else scroller.removeAttribute('tabindex');
  }

  #arrange(): void {
    const list = this.#list;
    const grid = this.inner('.grid');
    grid.classList.toggle('list', list);
    this.describe('role', list ? 'presentation' : 'table', grid);
    const section = this.closest('s-section');
    const name = section?.getAttribute('accessibilitylabel') ?? section?.getAttribute('heading') ?? '';
    this.describe('aria-label', list ? '' : name, grid);
    const columns = this.#own('s-table-header')
      .filter((header) => header instanceof Header)
      .map((header) => header.place(list));
    for (const row of this.#own('s-table-header-row')) if (row instanceof HeaderRow) row.place(list);
    for (const body of this.#own('s-table-body')) body.setAttribute('role', list ? 'list' : 'rowgroup');
    for (const row of this.#own('s-table-row')) if (row instanceof Row) placeRow(row, columns, list);
  }

  /** Parts of this table, not of one inside it. */
  #own(tag: string): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(tag)].filter((part) => part.closest('s-table') === this);
  }
}

function placeRow(row: Row, columns: readonly Column[], list: boolean): void {
  row.place(list);
  const last = row.nextElementSibling === null;
  let index = 0;
  for (const cell of row.children) {
    if (!(cell instanceof Cell)) continue;
    cell.place(columns[index], { list, last });
    index += 1;
  }
}

class Body extends PolarisElement {
  constructor() {
    super(`
      :host { display: table-row-group; }
      :host([role='list']) { display: block; }
    `);
  }
}

export function defineTables(): void {
  define('s-table-header', Header);
  define('s-table-header-row', HeaderRow);
  define('s-table-cell', Cell);
  define('s-table-row', Row);
  define('s-table-body', Body);
  define('s-table', Table);
}
