// Words: text, paragraphs, headings, lists.

import { define, PolarisElement } from './base.ts';
import { headingLevel } from './heading.ts';
import { toneColors } from './tone.ts';

const typography = `
  :host([fontsize='small-200']) { font-size: 11px; line-height: 14px; }
  :host([fontsize='small-100']), :host([fontsize='small']) { font-size: 12px; line-height: 16px; }
  :host([fontsize='large']) { font-size: 16px; line-height: 24px; }
  :host([fontsize='large-100']) { font-size: 20px; line-height: 24px; }
  :host([fontsize='large-200']) { font-size: 24px; line-height: 32px; }
  :host([fontsize='large-300']) { font-size: 30px; line-height: 36px; }
  :host([fontsize='large-400']) { font-size: 36px; line-height: 44px; }
  :host([fontweight='base']) { font-weight: 450; }
  :host([fontweight='medium']) { font-weight: 550; }
  :host([fontweight='semibold']) { font-weight: 650; }
  :host([fontweight='bold']) { font-weight: 700; }
  :host([fontvariantnumeric='tabular-nums']) { font-variant-numeric: tabular-nums; }
  :host([fontvariantnumeric='normal']) { font-variant-numeric: normal; }
  :host([color='subdued']) { color: #616161; }
  ${toneColors}
  :host([accessibilityvisibility='exclusive']) {
    position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap;
  }
`;

abstract class Words extends PolarisElement {
  protected override update(): void {
    this.describe('aria-hidden', this.text('accessibilityVisibility') === 'hidden' ? 'true' : '');
    const lines = Number(this.text('lineClamp'));
    this.restyle(
      Number.isInteger(lines) && lines > 0
        ? `:host { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: ${lines}; overflow: hidden; }`
        : '',
    );
  }
}

class TextRun extends Words {
  constructor() {
    super(`
      :host { display: inline; overflow-wrap: break-word; }
      :host([type='strong']) { font-weight: 650; }
      :host([type='redundant']) { text-decoration: line-through; }
      :host([type='address']) { font-style: normal; }
      ${typography}
    `);
  }
}

class Paragraph extends Words {
  constructor() {
    super(`:host { display: block; margin: 0; overflow-wrap: break-word; } ${typography}`);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasAttribute('role')) this.setAttribute('role', 'paragraph');
  }
}

class Heading extends Words {
  constructor() {
    super(`
      :host { display: block; font-size: 13px; line-height: 20px; font-weight: 650; overflow-wrap: break-word; }
      ${typography}
    `);
  }

  protected override update(): void {
    super.update();
    const role = this.text('accessibilityRole') || 'heading';
    this.describe('role', role);
    this.describe('aria-level', role === 'heading' ? String(headingLevel(this)) : '');
  }
}

class UnorderedList extends PolarisElement {
  constructor() {
    super(':host { display: block; padding-inline-start: 20px; }');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'list');
  }
}

class ListItem extends PolarisElement {
  constructor() {
    super(
      ':host { display: list-item; list-style: disc outside; } :host(:not(:first-child)) { margin-block-start: 4px; }',
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'listitem');
  }
}

export function defineTexts(): void {
  define('s-text', TextRun);
  define('s-paragraph', Paragraph);
  define('s-heading', Heading);
  define('s-unordered-list', UnorderedList);
  define('s-list-item', ListItem);
}
