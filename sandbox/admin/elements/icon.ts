// Icons, where a page asks for one.

import { drawings } from '../drawing.ts';

import { define, PolarisElement } from './base.ts';
import { toneOf } from './tone.ts';

const svg = 'http://www.w3.org/2000/svg';

/** Draws an icon in a part of another element; nothing for the empty name. */
export function draw(name: string, into: Element): void {
  if (into.getAttribute('data-icon') === name) return;
  into.setAttribute('data-icon', name);
  into.replaceChildren();
  if (name === '' || name === 'empty') return;
  const path = drawings[name];
  // A page that shows nothing where production shows an icon would be believed.
  if (path === undefined) throw new Error(`The local admin has no drawing for the icon "${name}".`);
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('viewBox', '0 0 20 20');
  drawing.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(svg, 'path');
  line.setAttribute('d', path);
  drawing.append(line);
  into.append(drawing);
}

/** How drawings look wherever one is used. */
export const drawingStyle = `
  svg {
    display: block; inline-size: 100%; block-size: 100%; fill: none; stroke: currentcolor; stroke-width: 1.5;
    stroke-linecap: round; stroke-linejoin: round;
  }
`;

class Icon extends PolarisElement {
  constructor() {
    super(
      `
      :host { display: inline-block; flex: none; inline-size: 20px; block-size: 20px; vertical-align: middle; }
      :host([size='small']) { inline-size: 16px; block-size: 16px; }
      span { display: block; block-size: 100%; }
      ${drawingStyle}
    `,
      '<span></span>',
    );
  }

  protected override update(): void {
    draw(this.text('type'), this.inner('span'));
    const subdued = this.text('color') === 'subdued';
    const tone = this.text('tone');
    // Of itself an icon takes the color of the words around it.
    const color = tone !== '' && tone !== 'auto' ? toneOf(tone).icon : subdued ? '#616161' : 'inherit';
    this.restyle(`:host { color: ${color}; }`);
  }
}

export function defineIcons(): void {
  define('s-icon', Icon);
}
