// The entry of the script that stands in for Shopify's polaris-1.js.

import { defineBoxes } from './box.ts';
import { defineButtons } from './button.ts';
import { defineChips } from './chip.ts';
import { defineFeedback } from './feedback.ts';
import { defineFields } from './field.ts';
import { defineIcons } from './icon.ts';
import { defineTooltips } from './interest.ts';
import { definePages } from './page.ts';
import { defineSelects } from './select.ts';
import { defineTables } from './table.ts';
import { defineTexts } from './text.ts';

// Around the elements the page is as bare as a browser leaves it.
const page = new CSSStyleSheet();
page.replaceSync('html, body { margin: 0; background: #f1f1f1; }');
document.adoptedStyleSheets = [...document.adoptedStyleSheets, page];

// From the outside in: when an element is made known, those that it will hold may still be plain.
definePages();
defineBoxes();
defineTexts();
defineIcons();
defineTooltips();
defineButtons();
defineChips();
defineFeedback();
defineSelects();
defineFields();
defineTables();
