// Buttons and groups of them, links, and boxes that can be pressed.

import { define, PolarisElement } from './base.ts';
import { draw, drawingStyle } from './icon.ts';
import { PressBoxElement, PressElement, pressMarkup } from './press.ts';

class Button extends PressElement {
  constructor() {
    super(
      buttonStyle,
      pressMarkup(
        '<span class="spinner" aria-hidden="true" hidden></span><span class="icon"></span><span class="label"><slot></slot></span>',
      ),
    );
    this.hideWhenEmpty('.label', '');
  }

  protected override update(): void {
    super.update();
    const icon = this.text('icon');
    draw(icon, this.inner('.icon'));
    this.inner('.icon').hidden = icon === '';
    const loading = this.is('loading');
    this.inner('.spinner').hidden = !loading;
    this.describe('aria-busy', loading ? 'true' : '', this.inner('.control'));
    this.inner('.control').classList.toggle('loading', loading);
  }
}

const buttonStyle = `
  :host { display: inline-flex; vertical-align: middle; }
  :host([inlinesize='fill']) { display: flex; }
  .control {
    display: inline-flex; align-items: center; justify-content: center; gap: 4px; position: relative;
    min-block-size: 28px; inline-size: 100%; padding: 4px 12px; border: 0; border-radius: 8px; cursor: pointer;
    font: inherit; font-size: 12px; line-height: 16px; font-weight: 550; text-decoration: none; color: #303030;
    background: #fff; white-space: nowrap;
    box-shadow: inset 0 0 0 1px #d4d4d4, inset 0 -1px 0 0 #b5b5b5;
  }
  .control:hover { background: #fafafa; }
  .control:active { background: #f0f0f0; box-shadow: inset 0 0 0 1px #c4c4c4, inset 0 2px 0 0 #cccccc; }
  :host([variant='primary']) .control {
    background: linear-gradient(180deg, #3d3d3d, #2b2b2b); color: #fff;
    box-shadow: inset 0 -1px 0 1px #161616, inset 0 0 0 1px #2a2a2a, inset 0 1.5px 0 0 #5c5c5c;
  }
  :host([variant='primary']) .control:hover { background: #1f1f1f; }
  :host([variant='tertiary']) .control { background: none; box-shadow: none; }
  :host([variant='tertiary']) .control:hover { background: rgb(0 0 0 / 6%); }
  :host([tone='critical']) .control { color: #8e0b21; }
  :host([tone='critical'][variant='primary']) .control {
    color: #fff; background: #c70a24; box-shadow: inset 0 -1px 0 1px #8e0b21, inset 0 1.5px 0 0 #e9556a;
  }
  .control:disabled { cursor: default; color: #616161; background: #ebebeb; box-shadow: none; }
  :host([variant='primary']) .control:disabled:not(.loading) { color: #595959; background: #e0e0e0; }
  /* Unseen, and still the button's name. */
  .loading > .label, .loading > .icon { opacity: 0; }
  .icon { inline-size: 16px; block-size: 16px; flex: none; }
  .icon:has(+ .label[hidden]) { margin-inline: -6px; inline-size: 20px; block-size: 20px; }
  .spinner {
    position: absolute; inline-size: 16px; block-size: 16px; border-radius: 50%;
    border: 2px solid #b5b5b5; border-block-start-color: #303030; animation: turn 0.8s linear infinite;
  }
  @keyframes turn { to { transform: rotate(360deg); } }
  @media (prefers-reduced-motion: reduce) { .spinner { animation: none; } }
  @media (max-width: 490px) { .control { min-block-size: 32px; font-size: 13px; line-height: 20px; } }
  ${drawingStyle}
`;

class ButtonGroup extends PolarisElement {
  constructor() {
    super(
      `
      :host { display: block; }
      div { display: flex; flex-wrap: wrap; gap: 8px; }
      :host([gap='none']) div { gap: 0; }
    `,
      '<div role="group"><slot></slot><slot name="secondary-actions"></slot><slot name="primary-action"></slot></div>',
    );
  }

  protected override update(): void {
    this.describe('aria-label', this.text('accessibilityLabel'), this.inner('div'));
  }
}

class Link extends PressElement {
  constructor() {
    super(
      `
      :host { display: inline; }
      .control {
        display: inline; padding: 0; border: 0; background: none; cursor: pointer; font: inherit; color: #005bd3;
        text-align: start; text-decoration: underline; text-underline-offset: 2px; border-radius: 4px;
        overflow-wrap: break-word;
      }
      .control:hover { color: #004299; }
      :host([tone='critical']) .control { color: #8e0b21; }
      :host([tone='neutral']) .control { color: inherit; }
      :host([slot='breadcrumb-actions']) .control { color: #616161; text-decoration: none; font-weight: 550; }
      :host([slot='breadcrumb-actions']) .control:hover { color: #303030; }
    `,
      pressMarkup('<slot></slot>'),
    );
  }
}

class Clickable extends PressBoxElement {
  constructor() {
    super(
      `
      :host { display: block; min-inline-size: 0; }
      .control {
        display: block; inline-size: 100%; padding: 0; border: 0; background: none; cursor: pointer; font: inherit;
        color: inherit; text-align: start; text-decoration: none; border-radius: inherit;
      }
      .control:disabled { cursor: default; }
      :host(:hover) { background: #f7f7f7; }
      :host([disabled]:hover), :host([loading]:hover) { background: none; }
    `,
      pressMarkup('<slot></slot>'),
    );
  }
}

export function defineButtons(): void {
  define('s-button', Button);
  define('s-button-group', ButtonGroup);
  define('s-link', Link);
  define('s-clickable', Clickable);
}
