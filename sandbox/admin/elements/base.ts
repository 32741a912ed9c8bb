// What every stand-in is built on: a shadow root, styles that a strict Content-Security-Policy allows, and properties.

import { attributeOf, type Tag, surface } from '../surface.ts';

const sheets = new Map<string, CSSStyleSheet>();

/** A style sheet for a shadow root; equal texts share one. */
function sheetOf(text: string): CSSStyleSheet {
  let sheet = sheets.get(text);
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  return sheet;
}

const common = `
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  :host([hidden]) { display: none !important; }
  :focus-visible { outline: 2px solid #005bd3; outline-offset: 1px; }
  .unseen {
    position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0;
    overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
  }
`;

/** A stand-in. Its shape is made once; `update` fits it to the attributes whenever one changes. */
export abstract class PolarisElement extends HTMLElement {
  protected readonly root: ShadowRoot;
  #dynamic: CSSStyleSheet | undefined;

  /** `markup` and `style` are constants of the program: what comes from a page is only ever set as text. */
  constructor(style: string, markup = '<slot></slot>') {
    super();
    this.root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    this.root.innerHTML = markup;
    this.root.adoptedStyleSheets = [sheetOf(common), sheetOf(style)];
  }

  connectedCallback(): void {
    this.update();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.update();
  }

  /** Brings the shadow tree in step with the attributes. Runs at least once before anything is shown. */
  protected update(): void {
    // Most elements that only have styles need nothing here.
  }

  /** An attribute's text, empty when it is not there. */
  protected text(property: string): string {
    return this.getAttribute(attributeOf(property)) ?? '';
  }

  /** Whether a switch is on: its attribute is there, whatever it says, `"false"` included. */
  protected is(property: string): boolean {
    return this.hasAttribute(attributeOf(property));
  }

  /** A part of the shadow tree, which the markup is known to have. */
  protected inner<Kind extends Element = HTMLElement>(selector: string): Kind {
    const found = this.root.querySelector<Kind>(selector);
    if (found === null) throw new Error(`${this.localName} has no part ${selector}`);
    return found;
  }

  /** Shows a text in a part, and hides the part when there is none. */
  protected show(selector: string, text: string): void {
    const part = this.inner(selector);
    if (part.textContent !== text) part.textContent = text;
    part.hidden = text === '';
  }

  /** Hides a part whose slot is empty. */
  protected hideWhenEmpty(selector: string, ...slots: readonly string[]): void {
    const filled = () =>
      slots.some((name) => this.slotted(name).some((node) => !(node instanceof HTMLElement && node.hidden)));
    const part = this.inner(selector);
    const follow = () => (part.hidden = !filled());
    for (const name of slots) this.slotNamed(name).addEventListener('slotchange', follow);
    follow();
  }

  protected slotNamed(name: string): HTMLSlotElement {
    return this.inner<HTMLSlotElement>(name === '' ? 'slot:not([name])' : `slot[name="${name}"]`);
  }

  /** What fills a slot, without blank text. */
  protected slotted(name: string): Node[] {
    return this.slotNamed(name)
      .assignedNodes()
      .filter((node) => !(node instanceof Text) || node.data.trim() !== '');
  }

  /** Styles that follow from attributes, for this element alone. */
  protected restyle(text: string): void {
    const sheet = sheetOf(text);
    if (sheet === this.#dynamic) return;
    this.root.adoptedStyleSheets = [
      ...this.root.adoptedStyleSheets.filter((other) => other !== this.#dynamic),
      sheet,
    ];
    this.#dynamic = sheet;
  }

  /** Sets an attribute that assistive technology reads, on the element itself or on a part. */
  protected describe(name: string, value: string, target: Element = this): void {
    if (value === '') target.removeAttribute(name);
    else if (target.getAttribute(name) !== value) target.setAttribute(name, value);
  }

  /** Sends one of the element's own events; false when a listener refused what would follow. */
  protected send(event: string, bubbles = false): boolean {
    return this.dispatchEvent(new CustomEvent(event, { bubbles, cancelable: true }));
  }
}

/** Makes a tag known, with the attributes and properties that its surface lists. */
export function define(tag: Tag, kind: new () => PolarisElement): void {
  const { attributes, flags } = surface[tag];
  const own = (property: string) => hasOwnState(kind, property);
  Object.defineProperty(kind, 'observedAttributes', {
    value: [...new Set([...attributes, ...flags].map(attributeOf))],
  });
  for (const property of attributes) if (!own(property)) reflectText(kind, property);
  for (const property of flags) if (!own(property)) reflectFlag(kind, property);
  customElements.define(tag, kind);
}

/** Whether a class of ours keeps a property itself, as fields keep the value that an attribute gives them only at first. */
function hasOwnState(kind: new () => PolarisElement, property: string): boolean {
  for (
    let prototype: unknown = kind.prototype;
    prototype instanceof PolarisElement;
    prototype = Object.getPrototypeOf(prototype)
  )
    if (Object.hasOwn(prototype, property)) return true;
  return Object.hasOwn(PolarisElement.prototype, property);
}

function reflectText(kind: new () => PolarisElement, property: string): void {
  const attribute = attributeOf(property);
  Object.defineProperty(kind.prototype, property, {
    configurable: true,
    get(this: HTMLElement): string {
      return this.getAttribute(attribute) ?? '';
    },
    set(this: HTMLElement, value: string | number | null | undefined) {
      if (value === undefined || value === null) this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    },
  });
}

function reflectFlag(kind: new () => PolarisElement, property: string): void {
  const attribute = attributeOf(property);
  Object.defineProperty(kind.prototype, property, {
    configurable: true,
    get(this: HTMLElement): boolean {
      return this.hasAttribute(attribute);
    },
    set(this: HTMLElement, value: unknown) {
      this.toggleAttribute(attribute, Boolean(value));
    },
  });
}
