// What can be pressed: an anchor where there is an address, a button where there is none.

import { PolarisElement } from './base.ts';
import { BoxElement } from './box.ts';
import { showInterest } from './interest.ts';

/** Addresses that a press may follow. Production refuses the others too: a page must not run a script by a link. */
const followed = /^(?:https?:|mailto:|tel:|shopify:|app:|[/?#.]|[^:]*$)/i;

/** The markup of a control; both kinds share one content. */
export const pressMarkup = (content: string): string =>
  `<button class="control" type="button">${content}</button>`;

interface Pressable extends HTMLElement {
  readonly shadowRoot: ShadowRoot | null;
}

/** Fits the control to the attributes, and answers it: an anchor when there is an address to go to. */
function fitControl(element: Pressable): HTMLElement {
  const old = element.shadowRoot?.querySelector<HTMLElement>('.control');
  if (old == null) throw new Error(`${element.localName} has no control`);
  const href = element.getAttribute('href');
  const disabled = element.hasAttribute('disabled') || element.hasAttribute('loading');
  const anchored = href !== null && followed.test(href) && !disabled;
  const kind = anchored ? 'a' : 'button';
  const control = old.localName === kind ? old : document.createElement(kind);
  if (control !== old) {
    control.className = old.className;
    control.append(...old.childNodes);
    old.replaceWith(control);
  }
  if (control instanceof HTMLAnchorElement) fitAnchor(element, control, href ?? '');
  if (control instanceof HTMLButtonElement) {
    control.type = 'button';
    control.disabled = disabled;
  }
  const label = element.getAttribute('accessibilitylabel');
  if (label === null) control.removeAttribute('aria-label');
  else control.setAttribute('aria-label', label);
  showInterest(element, control);
  return control;
}

/** A press sends or resets the form around the element, after the page's own listeners have had their say. */
function sendForm(element: HTMLElement, internals: ElementInternals): void {
  element.addEventListener('click', (event) => {
    const type = element.getAttribute('type');
    const control = event.composedPath().find((passed) => passed instanceof HTMLButtonElement);
    if (control === undefined || (type !== 'submit' && type !== 'reset')) return;
    setTimeout(() => {
      if (event.defaultPrevented) return;
      if (type === 'submit') internals.form?.requestSubmit();
      else internals.form?.reset();
    });
  });
}

function fitAnchor(element: HTMLElement, control: HTMLAnchorElement, href: string): void {
  control.href = href;
  const target = element.getAttribute('target');
  if (target === null || target === 'auto') control.removeAttribute('target');
  else control.target = target;
  if (target === '_blank') control.rel = 'noopener noreferrer';
  const download = element.getAttribute('download');
  if (download === null) control.removeAttribute('download');
  else control.download = download;
}

/** A press of the element by a script is a press of its control. */
function pressControl(element: Pressable): void {
  element.shadowRoot?.querySelector<HTMLElement>('.control')?.click();
}

/** Buttons, links and chips. */
export abstract class PressElement extends PolarisElement {
  static readonly formAssociated = true;
  protected readonly internals: ElementInternals = this.attachInternals();

  constructor(style: string, markup: string) {
    super(style, markup);
    sendForm(this, this.internals);
  }

  override click(): void {
    pressControl(this);
  }

  protected override update(): void {
    fitControl(this);
  }
}

/** A box that can be pressed. */
export abstract class PressBoxElement extends BoxElement {
  static readonly formAssociated = true;
  protected readonly internals: ElementInternals = this.attachInternals();

  constructor(style: string, markup: string) {
    super(style, markup);
    sendForm(this, this.internals);
  }

  override click(): void {
    pressControl(this);
  }

  protected override update(): void {
    super.update();
    fitControl(this);
  }

  /** The control carries the name, not the box around it. */
  protected override name(): void {
    this.describe('aria-hidden', this.text('accessibilityVisibility') === 'hidden' ? 'true' : '');
  }
}
