// Elements that lay out others: box, stack, grid, and the container whose width responsive values ask about.

import { define, PolarisElement } from './base.ts';
import { asWritten, border, borderColor, borderWidth, radius, rule, space } from './size.ts';

const backgrounds: Readonly<Record<string, string>> = {
  transparent: 'transparent',
  subdued: '#f7f7f7',
  base: '#fff',
  strong: '#f1f1f1',
};
const background = (value: string) => backgrounds[value] ?? 'transparent';
const borderStyle = (value: string) => value.replaceAll('auto', 'solid');

/** The order matters: a longer name overrides a shorter one. */
const boxRules: readonly (readonly [property: string, css: string, translate: (value: string) => string])[] =
  [
    ['background', 'background', background],
    ['border', 'border', border],
    ['borderWidth', 'border-width', borderWidth],
    ['borderStyle', 'border-style', borderStyle],
    ['borderColor', 'border-color', borderColor],
    ['borderRadius', 'border-radius', radius],
    ['padding', 'padding', space],
    ['paddingBlock', 'padding-block', space],
    ['paddingBlockStart', 'padding-block-start', space],
    ['paddingBlockEnd', 'padding-block-end', space],
    ['paddingInline', 'padding-inline', space],
    ['paddingInlineStart', 'padding-inline-start', space],
    ['paddingInlineEnd', 'padding-inline-end', space],
    ['blockSize', 'block-size', asWritten],
    ['minBlockSize', 'min-block-size', asWritten],
    ['maxBlockSize', 'max-block-size', asWritten],
    ['inlineSize', 'inline-size', asWritten],
    ['minInlineSize', 'min-inline-size', asWritten],
    ['maxInlineSize', 'max-inline-size', asWritten],
    ['overflow', 'overflow', asWritten],
  ];

const layoutRules: typeof boxRules = [
  ['gap', 'gap', space],
  ['rowGap', 'row-gap', space],
  ['columnGap', 'column-gap', space],
  ['placeItems', 'place-items', asWritten],
  ['placeContent', 'place-content', asWritten],
  ['alignItems', 'align-items', asWritten],
  ['alignContent', 'align-content', asWritten],
  ['justifyItems', 'justify-items', asWritten],
  ['justifyContent', 'justify-content', asWritten],
  ['gridTemplateColumns', 'grid-template-columns', asWritten],
  ['gridTemplateRows', 'grid-template-rows', asWritten],
  ['gridColumn', 'grid-column', asWritten],
  ['gridRow', 'grid-row', asWritten],
];

const unseen = `:host { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }`;

const roles: Readonly<Record<string, string>> = {
  header: 'banner',
  footer: 'contentinfo',
  section: 'region',
  aside: 'complementary',
  'ordered-list': 'list',
  'unordered-list': 'list',
  'list-item': 'listitem',
  'list-item-separator': 'separator',
};

/** Lays out its content; the base of everything here and of `s-clickable`. */
export abstract class BoxElement extends PolarisElement {
  protected override update(): void {
    const css = [...boxRules, ...layoutRules]
      .map(([property, name, translate]) => rule(name, this.text(property), translate))
      .join('');
    const display = this.text('display');
    const shown = display === '' || display === 'auto' ? '' : rule('display', display, this.displayOf);
    this.restyle(css + shown + (this.text('accessibilityVisibility') === 'exclusive' ? unseen : ''));
    this.name();
  }

  /** Says to assistive technology what the box is. */
  protected name(): void {
    const role = this.text('accessibilityRole');
    if (role !== '') this.describe('role', role === 'generic' ? '' : (roles[role] ?? role));
    if (this.is('accessibilityLabel')) this.describe('aria-label', this.text('accessibilityLabel'));
    this.describe('aria-hidden', this.text('accessibilityVisibility') === 'hidden' ? 'true' : '');
  }

  protected readonly displayOf = (value: string): string => (value === 'none' ? 'none' : this.displayed());

  /** How it is displayed when it is not hidden. */
  protected displayed(): string {
    return 'block';
  }
}

class Box extends BoxElement {
  constructor() {
    super(':host { display: block; min-inline-size: 0; }');
  }
}

class Stack extends BoxElement {
  constructor() {
    super(`
      :host { display: flex; flex-direction: column; min-inline-size: 0; }
      :host([direction='inline']) { flex-flow: row wrap; }
    `);
  }

  protected override displayed(): string {
    return 'flex';
  }
}

class Grid extends BoxElement {
  constructor() {
    super(':host { display: grid; min-inline-size: 0; }');
  }

  protected override displayed(): string {
    return 'grid';
  }
}

class GridItem extends BoxElement {
  constructor() {
    super(':host { display: block; min-inline-size: 0; }');
  }
}

class QueryContainer extends PolarisElement {
  constructor() {
    super(':host { display: block; container-type: inline-size; }');
  }

  protected override update(): void {
    const name = this.text('containerName');
    this.restyle(/^[\w-]+$/.test(name) ? `:host { container-name: ${name}; }` : '');
  }
}

class Divider extends PolarisElement {
  constructor() {
    super(
      `
      :host { display: block; }
      :host([direction='block']) { align-self: stretch; }
      hr { margin: 0; border: 0; border-block-start: 1px solid #e3e3e3; }
      :host([color='strong']) hr { border-color: #8a8a8a; }
      :host([direction='block']) hr { block-size: 100%; border-block: 0; border-inline-start: 1px solid #e3e3e3; }
    `,
      '<hr />',
    );
  }
}

export function defineBoxes(): void {
  define('s-box', Box);
  define('s-stack', Stack);
  define('s-grid', Grid);
  define('s-grid-item', GridItem);
  define('s-query-container', QueryContainer);
  define('s-divider', Divider);
}
