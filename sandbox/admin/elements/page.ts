// The page and its cards.

import { define, PolarisElement } from './base.ts';
import { headingLevel } from './heading.ts';

class Page extends PolarisElement {
  constructor() {
    super(pageStyle, pageMarkup);
    this.hideWhenEmpty('.back', 'breadcrumb-actions');
    this.hideWhenEmpty('.actions', 'primary-action', 'secondary-actions');
    this.hideWhenEmpty('.aside', 'aside');
    this.hideWhenEmpty('.before', 'supplemental-start');
  }

  protected override update(): void {
    this.show('h1', this.text('heading'));
  }
}

const pageMarkup = `
  <main>
    <header>
      <div class="back"><slot name="breadcrumb-actions"></slot></div>
      <h1></h1>
      <div class="actions"><slot name="secondary-actions"></slot><slot name="primary-action"></slot></div>
    </header>
    <div class="before"><slot name="supplemental-start"></slot></div>
    <div class="columns">
      <div class="content"><slot></slot></div>
      <div class="aside"><slot name="aside"></slot></div>
    </div>
  </main>`;

const pageStyle = `
  :host {
    display: block; min-block-size: 100vh; background: #f1f1f1; color: #303030;
    font: 450 13px/20px Inter, -apple-system, BlinkMacSystemFont, 'San Francisco', 'Segoe UI', Roboto,
      'Helvetica Neue', 'Open Sans', sans-serif;
    container: s-page / inline-size;
  }
  main { max-inline-size: 998px; margin: 0 auto; padding: 20px 24px 64px; }
  :host([inlinesize='small']) main { max-inline-size: 662px; }
  :host([inlinesize='large']) main { max-inline-size: none; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-block-end: 16px; }
  h1 {
    margin: 0; font-size: 20px; line-height: 24px; font-weight: 650; letter-spacing: -0.01em;
    min-inline-size: 0; overflow-wrap: break-word;
  }
  .back { display: flex; align-items: center; }
  .back::after { content: '\\203A'; margin-inline-start: 8px; color: #616161; font-size: 16px; }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; margin-inline-start: auto; }
  .before { margin-block-end: 16px; }
  .columns { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); align-items: start; }
  .content, .aside { display: flex; flex-direction: column; gap: 16px; min-inline-size: 0; }
  @container s-page (inline-size > 768px) {
    .columns:has(.aside:not([hidden])) { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); }
  }
  @container s-page (inline-size <= 490px) {
    main { padding: 16px 0 48px; }
    header, .before { padding-inline: 16px; }
    .actions { inline-size: 100%; margin: 0; }
  }
`;

class Section extends PolarisElement {
  constructor() {
    super(sectionStyle, sectionMarkup);
    this.hideWhenEmpty('.actions', 'primary-action', 'secondary-actions');
    this.hideWhenEmpty('.supplemental', 'supplemental');
    this.hideWhenEmpty('.graphic', 'graphic');
  }

  protected override update(): void {
    const heading = this.text('heading');
    this.show('.heading', heading);
    this.show('.subheading', this.text('subheading'));
    this.inner('header').hidden = heading === '';
    this.describe('aria-level', String(headingLevel(this)), this.inner('.heading'));
    const section = this.inner('section');
    const label = this.text('accessibilityLabel') || heading;
    this.describe('aria-label', label, section);
    // A card within a card is a part of it, not a card of its own.
    section.classList.toggle('inner', this.parentElement?.closest('s-section') != null);
  }
}

const sectionMarkup = `
  <section>
    <header>
      <span class="graphic" aria-hidden="true"><slot name="graphic"></slot></span>
      <div class="title">
        <div class="line"><span class="heading" role="heading"></span><slot name="accessory"></slot></div>
        <div class="subheading"></div>
      </div>
      <div class="supplemental"><slot name="supplemental"></slot></div>
      <div class="actions"><slot name="secondary-actions"></slot><slot name="primary-action"></slot></div>
    </header>
    <div class="body"><slot></slot></div>
  </section>`;

const sectionStyle = `
  :host { display: block; min-inline-size: 0; }
  section {
    background: #fff; border-radius: 12px; padding: 16px;
    box-shadow: 0 1px 0 0 rgb(26 26 26 / 7%), inset 1px 0 0 0 rgb(0 0 0 / 6%), inset -1px 0 0 0 rgb(0 0 0 / 6%),
      inset 0 -1px 0 0 rgb(0 0 0 / 10%), inset 0 1px 0 0 rgb(0 0 0 / 3%);
  }
  section.inner { padding: 0; border-radius: 0; box-shadow: none; background: none; }
  header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-block-end: 12px; }
  .title { flex: 1; min-inline-size: 0; }
  .line { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  .heading { font-size: 14px; line-height: 20px; font-weight: 650; overflow-wrap: break-word; }
  .subheading { color: #616161; }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; }
  :host([padding='none']) section { padding: 0; overflow: clip; }
  :host([padding='none']) header { padding: 16px 16px 0; }
  .body { display: flex; flex-direction: column; gap: 12px; min-inline-size: 0; }
  :host([padding='none']) .body { gap: 0; }
  @container s-page (inline-size <= 490px) { section:not(.inner) { border-radius: 0; } }
`;

export function definePages(): void {
  define('s-page', Page);
  define('s-section', Section);
}
