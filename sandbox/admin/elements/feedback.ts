// What says how things stand: badges, banners, progress, empty states.

import { define, PolarisElement } from './base.ts';
import { draw, drawingStyle } from './icon.ts';
import { toneOf } from './tone.ts';

class Badge extends PolarisElement {
  constructor() {
    super(
      `
      :host { display: inline-flex; vertical-align: top; }
      .badge {
        display: flex; align-items: center; gap: 2px; padding: 2px 8px; border-radius: 8px;
        font-size: 12px; line-height: 16px; font-weight: 550; white-space: nowrap;
      }
      :host([size='large']) .badge, :host([size='large-100']) .badge { padding: 4px 10px; font-size: 13px; }
      .icon { inline-size: 16px; block-size: 16px; margin-inline-start: -4px; }
      ${drawingStyle}
    `,
      '<span class="badge"><span class="icon"></span><span><slot></slot></span></span>',
    );
  }

  protected override update(): void {
    const { text, badge } = toneOf(this.text('tone'));
    const strong = this.text('color') === 'strong';
    this.restyle(`.badge { color: ${strong ? '#fff' : text}; background: ${strong ? text : badge}; }`);
    draw(this.text('icon'), this.inner('.icon'));
    this.inner('.icon').hidden = this.text('icon') === '';
  }
}

const bannerIcons: Readonly<Record<string, string>> = {
  success: 'check-circle',
  warning: 'alert-triangle',
  critical: 'alert-circle',
};

class Banner extends PolarisElement {
  constructor() {
    super(bannerStyle, bannerMarkup);
    this.hideWhenEmpty('.body', '', 'secondary-actions');
    this.hideWhenEmpty('.actions', 'secondary-actions');
    this.inner('.dismiss').addEventListener('click', () => {
      this.send('dismiss');
      this.hidden = true;
      this.send('afterhide');
    });
  }

  protected override update(): void {
    const tone = this.text('tone');
    const urgent = tone === 'warning' || tone === 'critical';
    this.describe('role', urgent ? 'alert' : 'status', this.inner('.banner'));
    this.show('.heading', this.text('heading'));
    draw(bannerIcons[tone] ?? 'info', this.inner('.icon'));
    draw('x', this.inner('.dismiss'));
    this.inner('.dismiss').hidden = !this.is('dismissible');
    const { badge, text } = toneOf(tone === '' || tone === 'auto' ? 'info' : tone);
    this.restyle(`.top { background: ${badge}; color: ${text}; }`);
  }
}

const bannerMarkup = `
  <div class="banner">
    <div class="top">
      <span class="icon"></span><strong class="heading"></strong>
      <button class="dismiss" type="button" aria-label="Dismiss"></button>
    </div>
    <div class="body"><slot></slot><div class="actions"><slot name="secondary-actions"></slot></div></div>
  </div>`;

const bannerStyle = `
  :host { display: block; }
  .banner { background: #fff; border-radius: 12px; box-shadow: 0 1px 0 0 rgb(26 26 26 / 7%), 0 0 0 1px rgb(0 0 0 / 6%); }
  .top { display: flex; align-items: center; gap: 6px; padding: 12px; border-radius: 12px; }
  .top:has(+ .body:not([hidden])) { border-end-start-radius: 0; border-end-end-radius: 0; }
  .icon { inline-size: 20px; block-size: 20px; flex: none; }
  .heading { font-weight: 650; flex: 1; min-inline-size: 0; }
  .dismiss {
    margin-inline-start: auto; inline-size: 24px; block-size: 24px; padding: 2px; border: 0; border-radius: 8px;
    background: none; color: inherit; cursor: pointer;
  }
  .dismiss:hover { background: rgb(0 0 0 / 8%); }
  .body { padding: 12px 16px 16px; overflow-wrap: break-word; }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 12px; }
  ${drawingStyle}
`;

class Progress extends PolarisElement {
  constructor() {
    super(
      `
      :host { display: block; inline-size: 100%; }
      .track { block-size: 8px; border-radius: 8px; background: #e3e3e3; overflow: hidden; }
      .bar { block-size: 100%; border-radius: inherit; transition: inline-size 0.3s; }
      @media (prefers-reduced-motion: reduce) { .bar { transition: none; } }
    `,
      '<div class="track" role="progressbar"><div class="bar"></div></div>',
    );
  }

  protected override update(): void {
    const max = Number(this.text('max') || 1);
    const value = Math.min(Math.max(Number(this.text('value') || 0), 0), max);
    const track = this.inner('.track');
    this.describe('aria-valuemin', '0', track);
    this.describe('aria-valuemax', String(max), track);
    this.describe('aria-valuenow', String(value), track);
    this.describe('aria-label', this.text('accessibilityLabel') || 'Progress', track);
    const share = max > 0 ? (100 * value) / max : 0;
    this.restyle(`.bar { inline-size: ${share}%; background: ${toneOf(this.text('tone')).icon}; }`);
  }
}

class Spinner extends PolarisElement {
  constructor() {
    super(
      `
      :host { display: inline-block; inline-size: 20px; block-size: 20px; vertical-align: middle; }
      :host([size='large']), :host([size='large-100']) { inline-size: 44px; block-size: 44px; }
      span {
        display: block; inline-size: 100%; block-size: 100%; border-radius: 50%; border: 2px solid #d4d4d4;
        border-block-start-color: #303030; animation: turn 0.8s linear infinite;
      }
      @keyframes turn { to { transform: rotate(360deg); } }
      @media (prefers-reduced-motion: reduce) { span { animation: none; } }
    `,
      '<span role="img"></span>',
    );
  }

  protected override update(): void {
    this.describe('aria-label', this.text('accessibilityLabel') || 'Loading', this.inner('span'));
  }
}

class EmptyState extends PolarisElement {
  constructor() {
    super(
      `
      :host { display: block; }
      .empty {
        display: flex; flex-direction: column; align-items: center; gap: 8px; padding: 40px 16px; text-align: center;
      }
      .graphic { color: #616161; }
      .heading { font-size: 14px; line-height: 20px; font-weight: 650; }
      .subheading { color: #616161; max-inline-size: 400px; }
      .actions { display: flex; flex-wrap: wrap; justify-content: center; gap: 8px; margin-block-start: 8px; }
    `,
      `<div class="empty">
        <div class="graphic"><slot name="graphic"></slot></div>
        <div class="heading"></div>
        <div class="subheading"><slot name="subheading"></slot></div>
        <div class="actions"><slot name="secondary-actions"></slot><slot name="primary-action"></slot></div>
      </div>`,
    );
    this.hideWhenEmpty('.graphic', 'graphic');
    this.hideWhenEmpty('.subheading', 'subheading');
    this.hideWhenEmpty('.actions', 'primary-action', 'secondary-actions');
  }

  protected override update(): void {
    this.show('.heading', this.text('heading'));
  }
}

export function defineFeedback(): void {
  define('s-badge', Badge);
  define('s-banner', Banner);
  define('s-progress', Progress);
  define('s-spinner', Spinner);
  define('s-empty-state', EmptyState);
}
