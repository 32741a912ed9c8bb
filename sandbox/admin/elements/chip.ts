// Chips: a filter or a tag, that can be removed or pressed.

import { define, PolarisElement } from './base.ts';
import { draw, drawingStyle } from './icon.ts';
import { PressElement, pressMarkup } from './press.ts';

const chipStyle = `
  :host { display: inline-flex; vertical-align: middle; max-inline-size: 100%; }
  .chip {
    display: flex; align-items: center; min-block-size: 24px; max-inline-size: 100%; border-radius: 8px;
    background: #e3e3e3; color: #303030; font-size: 12px; line-height: 16px;
  }
  :host([color='subdued']) .chip { background: #f1f1f1; }
  :host([color='strong']) .chip { background: #303030; color: #fff; }
  .content { display: inline-flex; align-items: center; gap: 4px; padding: 4px 8px; min-inline-size: 0; }
  .words { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .remove {
    inline-size: 24px; block-size: 24px; padding: 4px; border: 0; border-radius: 8px; background: none;
    color: inherit; cursor: pointer;
  }
  .remove:hover { background: rgb(0 0 0 / 8%); }
  .control {
    border: 0; background: none; font: inherit; color: inherit; cursor: pointer; text-decoration: none;
    border-radius: inherit;
  }
  .chip:has(.control:hover) { background: #d4d4d4; }
  :host([color='strong']) .chip:has(.control:hover) { background: #1f1f1f; }
  .control:disabled { cursor: default; color: #616161; }
  ${drawingStyle}
`;
const content = '<slot name="graphic"></slot><span class="words"><slot></slot></span>';
const remove = '<button class="remove" type="button" hidden></button>';

class Chip extends PolarisElement {
  constructor() {
    super(chipStyle, `<span class="chip"><span class="content">${content}</span>${remove}</span>`);
    this.inner('.remove').addEventListener('click', () => this.send('remove'));
    this.slotNamed('').addEventListener('slotchange', () => this.update());
  }

  protected override update(): void {
    fitRemove(this, this.inner('.remove'));
  }
}

class ClickableChip extends PressElement {
  constructor() {
    super(chipStyle, `<span class="chip">${pressMarkup(content)}${remove}</span>`);
    this.inner('.control').classList.add('content');
    this.inner('.remove').addEventListener('click', (event) => {
      event.stopPropagation();
      if (!this.send('remove')) return;
      this.hidden = true;
      this.send('afterhide');
    });
    this.slotNamed('').addEventListener('slotchange', () => this.update());
  }

  protected override update(): void {
    super.update();
    fitRemove(this, this.inner('.remove'));
  }
}

function fitRemove(chip: HTMLElement, button: HTMLElement): void {
  button.hidden = !chip.hasAttribute('removable');
  draw('x', button);
  const label = chip.getAttribute('accessibilitylabel') ?? chip.textContent.trim();
  button.setAttribute('aria-label', `Remove ${label}`.trim());
}

export function defineChips(): void {
  define('s-chip', Chip);
  define('s-clickable-chip', ClickableChip);
}
