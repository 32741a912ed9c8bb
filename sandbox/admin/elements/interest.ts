// Tooltips: shown while the pointer or the focus is on the element that names them.

import { define, PolarisElement } from './base.ts';

class Tooltip extends PolarisElement {
  constructor() {
    super(`
      :host { display: none; }
      :host(:popover-open) {
        display: block; position: fixed; inset: auto; margin: 0; border: 0; max-inline-size: 240px;
        padding: 6px 10px; border-radius: 8px; background: #fff; color: #303030; font: inherit; font-size: 13px;
        line-height: 20px; box-shadow: 0 4px 6px -2px rgb(26 26 26 / 20%), 0 0 0 1px rgb(0 0 0 / 8%);
      }
    `);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'tooltip');
    this.setAttribute('popover', 'manual');
  }
}

const following = new WeakSet<HTMLElement>();

/** Lets an element show the tooltip that its `interestfor` names, and say its words to assistive technology. */
export function showInterest(element: HTMLElement, control: HTMLElement): void {
  const tooltip = () => {
    const id = element.getAttribute('interestfor');
    return id === null ? null : document.getElementById(id);
  };
  if (following.has(element) || !element.hasAttribute('interestfor')) return;
  following.add(element);
  const show = () => {
    const tip = tooltip();
    if (tip === null || tip.matches(':popover-open')) return;
    control.setAttribute('aria-description', tip.textContent.trim());
    tip.showPopover();
    const at = element.getBoundingClientRect();
    const width = tip.offsetWidth;
    const left = Math.max(8, Math.min(at.left + (at.width - width) / 2, innerWidth - width - 8));
    const below = at.bottom + 6;
    const fits = below + tip.offsetHeight < innerHeight;
    tip.style.setProperty('left', `${left}px`);
    tip.style.setProperty('top', `${fits ? below : at.top - tip.offsetHeight - 6}px`);
  };
  const hide = () => tooltip()?.hidePopover();
  for (const event of ['pointerenter', 'focusin']) element.addEventListener(event, show);
  for (const event of ['pointerleave', 'focusout', 'click']) element.addEventListener(event, hide);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
}

export function defineTooltips(): void {
  define('s-tooltip', Tooltip);
}
