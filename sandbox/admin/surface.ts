// What the stand-ins of Shopify's elements understand, tag by tag; a test holds it to the Custom Elements Manifest.

export interface Surface {
  /** Properties that take text or a number. The attribute is the property's name in lower case. */
  readonly attributes: readonly string[];
  /** Properties that are true or false. The attribute switches them on by being there, whatever it says. */
  readonly flags: readonly string[];
  /** The empty name is the element's own content. */
  readonly slots: readonly string[];
  readonly events: readonly string[];
}

const edges = ['', 'Block', 'BlockStart', 'BlockEnd', 'Inline', 'InlineStart', 'InlineEnd'];
const box = [
  'background',
  'border',
  'borderWidth',
  'borderStyle',
  'borderColor',
  'borderRadius',
  ...edges.map((edge) => `padding${edge}`),
  'display',
  'overflow',
  'blockSize',
  'minBlockSize',
  'maxBlockSize',
  'inlineSize',
  'minInlineSize',
  'maxInlineSize',
  'accessibilityRole',
  'accessibilityLabel',
  'accessibilityVisibility',
];
const gaps = ['gap', 'rowGap', 'columnGap'];
const placing = ['alignItems', 'alignContent', 'justifyContent'];
const placingAll = [...placing, 'justifyItems', 'placeItems', 'placeContent'];
const typography = ['fontSize', 'fontWeight', 'fontVariantNumeric', 'accessibilityVisibility'];
const link = ['href', 'target', 'download', 'accessibilityLabel', 'interestFor'];
const field = ['name', 'label', 'labelAccessibilityVisibility', 'details', 'error', 'placeholder', 'value'];
const typed = ['autocomplete', 'maxLength', 'minLength', 'defaultValue'];
const fieldEvents = ['input', 'change', 'focus', 'blur'];
const focusable = ['click', 'focus', 'blur'];

function of(given: Partial<Surface>): Surface {
  return { attributes: [], flags: [], slots: [''], events: [], ...given };
}

const layout = {
  's-page': of({
    attributes: ['heading', 'inlineSize'],
    slots: ['', 'primary-action', 'secondary-actions', 'breadcrumb-actions', 'aside', 'supplemental-start'],
  }),
  's-section': of({
    attributes: ['heading', 'subheading', 'accessibilityLabel', 'padding'],
    slots: ['', 'primary-action', 'secondary-actions', 'graphic', 'accessory', 'supplemental'],
  }),
  's-box': of({ attributes: box }),
  's-stack': of({ attributes: [...box, ...gaps, ...placing, 'direction'] }),
  's-grid': of({ attributes: [...box, ...gaps, ...placingAll, 'gridTemplateColumns', 'gridTemplateRows'] }),
  's-grid-item': of({ attributes: [...box, 'gridColumn', 'gridRow'] }),
  's-query-container': of({ attributes: ['containerName'] }),
  's-divider': of({ attributes: ['direction', 'color'], slots: [] }),
} as const;

const text = {
  's-text': of({ attributes: [...typography, 'color', 'type', 'tone'] }),
  's-paragraph': of({ attributes: [...typography, 'color', 'tone', 'lineClamp'] }),
  's-heading': of({ attributes: ['accessibilityRole', 'accessibilityVisibility', 'fontSize', 'lineClamp'] }),
  's-unordered-list': of({}),
  's-list-item': of({}),
} as const;

const feedback = {
  's-badge': of({ attributes: ['color', 'icon', 'size', 'tone'] }),
  's-banner': of({
    attributes: ['tone', 'heading'],
    flags: ['dismissible', 'hidden'],
    slots: ['', 'secondary-actions'],
    events: ['dismiss', 'afterhide'],
  }),
  's-icon': of({ attributes: ['type', 'tone', 'color', 'size'], slots: [] }),
  's-progress': of({ attributes: ['accessibilityLabel', 'max', 'tone', 'value'], slots: [] }),
  's-spinner': of({ attributes: ['accessibilityLabel', 'size'], slots: [] }),
  's-empty-state': of({
    attributes: ['heading'],
    slots: ['primary-action', 'secondary-actions', 'graphic', 'subheading'],
  }),
  's-tooltip': of({}),
  's-chip': of({
    attributes: ['color', 'accessibilityLabel'],
    flags: ['removable'],
    slots: ['', 'graphic'],
    events: ['remove'],
  }),
} as const;

const action = {
  's-button': of({
    attributes: [...link, 'tone', 'icon', 'variant', 'type', 'inlineSize'],
    flags: ['disabled', 'loading'],
    events: focusable,
  }),
  's-button-group': of({
    attributes: ['accessibilityLabel', 'gap'],
    slots: ['', 'primary-action', 'secondary-actions'],
  }),
  's-link': of({ attributes: [...link, 'tone'], events: ['click'] }),
  's-clickable': of({
    attributes: [...new Set([...box, ...link]), 'type'],
    flags: ['disabled', 'loading'],
    events: focusable,
  }),
  's-clickable-chip': of({
    attributes: ['color', 'accessibilityLabel', 'href', 'interestFor'],
    flags: ['disabled', 'hidden', 'removable'],
    slots: ['', 'graphic'],
    events: ['click', 'remove', 'afterhide'],
  }),
} as const;

const form = {
  's-search-field': of({
    attributes: [...field, ...typed],
    flags: ['disabled', 'required', 'readOnly'],
    slots: ['error', 'details'],
    events: fieldEvents,
  }),
  's-text-field': of({
    attributes: [...field, ...typed, 'icon', 'prefix', 'suffix'],
    flags: ['disabled', 'required', 'readOnly'],
    slots: ['accessory', 'error', 'details'],
    events: fieldEvents,
  }),
  's-select': of({
    attributes: [...field, 'icon'],
    flags: ['disabled', 'required'],
    slots: ['', 'error', 'details'],
    events: fieldEvents,
  }),
  's-option': of({ attributes: ['value'], flags: ['disabled', 'selected', 'defaultSelected'] }),
} as const;

const table = {
  's-table': of({
    attributes: ['variant'],
    flags: ['loading', 'paginate', 'hasPreviousPage', 'hasNextPage'],
    slots: ['', 'filters'],
    events: ['nextpage', 'previouspage'],
  }),
  's-table-header-row': of({}),
  's-table-header': of({ attributes: ['listSlot', 'format'] }),
  's-table-body': of({}),
  's-table-row': of({ attributes: ['clickDelegate'] }),
  's-table-cell': of({}),
} as const;

/** Elements of the manifest that have a stand-in. */
export const surface = { ...layout, ...text, ...feedback, ...action, ...form, ...table } as const;

export type Tag = keyof typeof surface;

/** Elements of App Bridge, which the manifest does not list. */
export const appBridgeTags: readonly string[] = ['s-app-nav'];

/** Attributes that every element takes because HTML gives them to it. */
export const globalAttributes: readonly string[] = ['id', 'slot', 'class', 'hidden', 'lang', 'dir', 'rel'];

/** The properties whose attribute goes by another name. */
const renamed: Readonly<Record<string, string>> = { defaultValue: 'value', defaultSelected: 'selected' };

/** The attribute that carries a property. */
export function attributeOf(property: string): string {
  return renamed[property] ?? property.toLowerCase();
}

/** Every attribute of its own that a stand-in understands, in lower case. */
export function attributesOf(tag: Tag): string[] {
  const { attributes, flags } = surface[tag];
  return [...new Set([...attributes, ...flags].map(attributeOf))];
}
