// Select fields. The options in the page are copied into a native control, which brings the keyboard with it.

import { define, PolarisElement } from './base.ts';
import { FieldElement, fieldMarkup, fieldStyle } from './field-base.ts';
import { draw } from './icon.ts';

class Select extends FieldElement {
  protected readonly control = this.inner<HTMLSelectElement>('.control');
  readonly #observer = new MutationObserver(() => this.update());

  constructor() {
    super(
      `${fieldStyle}
      .frame { cursor: pointer; }
      .control { appearance: none; cursor: pointer; padding-inline-end: 20px; }
      .suffix { margin-inline-start: -20px; inline-size: 16px; block-size: 16px; pointer-events: none; }
    `,
      `${fieldMarkup('<select class="control" id="control"></select>')}<slot></slot>`,
    );
    this.followControl();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this, { childList: true, subtree: true, characterData: true, attributes: true });
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
  }

  protected override update(): void {
    this.#copyOptions();
    super.update();
    draw('chevron-down', this.inner('.suffix'));
    draw(this.text('icon'), this.inner('.icon'));
    this.inner('.icon').hidden = this.text('icon') === '';
    this.inner('.prefix').hidden = true;
  }

  protected override fillDefault(): void {
    if (this.hasAttribute('value')) this.control.value = this.defaultValue;
    else {
      const chosen = this.querySelector('s-option[selected]');
      const placeholder = this.text('placeholder') !== '';
      if (chosen !== null) this.control.value = valueOf(chosen);
      else this.control.selectedIndex = placeholder || this.control.length > 0 ? 0 : -1;
    }
    this.report();
  }

  #copyOptions(): void {
    const before = this.control.value;
    const options = [...this.querySelectorAll('s-option')].map((option) => {
      const copy = new Option(option.textContent.trim(), valueOf(option));
      copy.disabled = option.hasAttribute('disabled');
      return copy;
    });
    const placeholder = this.text('placeholder');
    if (placeholder !== '') {
      const empty = new Option(placeholder, '');
      empty.disabled = true;
      empty.hidden = true;
      options.unshift(empty);
    }
    this.control.replaceChildren(...options);
    this.control.value = before;
  }
}

function valueOf(option: Element): string {
  return option.getAttribute('value') ?? option.textContent.trim();
}

class OptionItem extends PolarisElement {
  constructor() {
    super(':host { display: none; }');
  }
}

export function defineSelects(): void {
  define('s-option', OptionItem);
  define('s-select', Select);
}
