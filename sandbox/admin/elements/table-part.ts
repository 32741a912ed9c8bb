// The parts of a table. The table places them: as rows and columns, or as the entries of a list.

import { PolarisElement } from './base.ts';
import { cellStyle, headerStyle, rowStyle } from './table-style.ts';

/** What cells need to know of their column. */
export interface Column {
  readonly label: string;
  readonly listSlot: string;
  readonly format: string;
}

/** A state that style sheets can ask for, without an attribute that the page did not write. */
function setState(internals: ElementInternals, state: string, on: boolean): void {
  if (on) internals.states.add(state);
  else internals.states.delete(state);
}

export class HeaderRow extends PolarisElement {
  readonly #internals = this.attachInternals();

  constructor() {
    super(`
      :host { display: table-row; }
      :host(:state(list)) { display: none; }
    `);
  }

  place(list: boolean): void {
    setState(this.#internals, 'list', list);
    this.describe('role', list ? '' : 'row');
  }
}

export class Header extends PolarisElement {
  constructor() {
    super(headerStyle);
  }

  place(list: boolean): Column {
    this.describe('role', list ? '' : 'columnheader');
    return {
      label: this.textContent.trim(),
      listSlot: this.text('listSlot') || 'labeled',
      format: this.text('format') || 'base',
    };
  }
}

const interactive =
  'a, button, input, select, s-link, s-button, s-clickable, s-clickable-chip, [role="button"]';

export class Row extends PolarisElement {
  readonly #internals = this.attachInternals();

  constructor() {
    super(rowStyle);
    this.addEventListener('click', (event) => this.#delegate(event));
  }

  place(list: boolean): void {
    setState(this.#internals, 'list', list);
    this.describe('role', list ? 'listitem' : 'row');
  }

  protected override update(): void {
    setState(this.#internals, 'clickable', this.text('clickDelegate') !== '');
  }

  /** A click anywhere in the row is a click of the element that the row names. Keys go to that element itself. */
  #delegate(event: MouseEvent): void {
    const id = this.text('clickDelegate');
    if (id === '' || event.defaultPrevented) return;
    for (const passed of event.composedPath()) {
      if (passed === this) break;
      if (passed instanceof Element && passed.matches(interactive)) return;
    }
    const selection = getSelection();
    if (selection !== null && !selection.isCollapsed) return;
    const target = document.getElementById(id);
    if (target !== null && this.contains(target)) target.click();
  }
}

export class Cell extends PolarisElement {
  readonly #internals = this.attachInternals();

  constructor() {
    super(cellStyle, '<span class="label" hidden></span><slot></slot>');
  }

  place(column: Column | undefined, { list, last }: { list: boolean; last: boolean }): void {
    this.describe('role', list ? '' : 'cell');
    const { label = '', listSlot = 'labeled', format = 'base' } = column ?? {};
    setState(this.#internals, 'list', list);
    setState(this.#internals, 'last', last);
    setState(this.#internals, 'number', format !== 'base');
    for (const name of ['kicker', 'primary', 'secondary', 'inline', 'labeled'])
      setState(this.#internals, name, list && name === listSlot);
    setState(this.#internals, 'empty', this.textContent.trim() === '' && this.childElementCount === 0);
    this.show('.label', list && listSlot === 'labeled' ? label : '');
  }
}
