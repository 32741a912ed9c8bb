// What all fields share: a label, a control that takes part in its form, help and an error beside it.

import { PolarisElement } from './base.ts';
import { draw, drawingStyle } from './icon.ts';

/** A field around a control. */
export const fieldMarkup = (control: string, after = ''): string => `
  <label class="label" for="control"></label>
  <div class="frame">
    <span class="icon"></span><span class="prefix"></span>${control}<span class="suffix"></span>${after}
  </div>
  <div class="error" id="error">
    <span class="sign"></span><span class="words"></span><slot name="error"></slot>
  </div>
  <div class="details" id="details"><span class="words"></span><slot name="details"></slot></div>`;

export abstract class FieldElement extends PolarisElement {
  static readonly formAssociated = true;
  protected readonly internals: ElementInternals = this.attachInternals();
  protected abstract readonly control: HTMLInputElement | HTMLSelectElement;
  #touched = false;
  #disabledByForm = false;

  get value(): string {
    return this.control.value;
  }

  set value(value: string) {
    this.#touched = true;
    this.control.value = value;
    this.report();
  }

  get defaultValue(): string {
    return this.getAttribute('value') ?? '';
  }

  set defaultValue(value: string) {
    this.setAttribute('value', value);
  }

  formResetCallback(): void {
    this.#touched = false;
    this.fillDefault();
  }

  formDisabledCallback(disabled: boolean): void {
    this.#disabledByForm = disabled;
    this.update();
  }

  /** The control says what its user does; the element says it again as its own event. */
  protected followControl(): void {
    for (const event of ['input', 'change'])
      this.control.addEventListener(event, (inner) => {
        inner.stopPropagation();
        this.#touched = true;
        this.report();
        this.send(event, true);
      });
    for (const name of ['error', 'details'])
      this.slotNamed(name).addEventListener('slotchange', () => this.update());
  }

  protected override update(): void {
    this.control.disabled = this.is('disabled') || this.#disabledByForm;
    this.control.required = this.is('required');
    this.label();
    const error = this.beside('error');
    const details = this.beside('details');
    this.describe('aria-invalid', error === '' ? '' : 'true', this.control);
    this.describe('aria-describedby', `${error} ${details}`.trim(), this.control);
    draw('alert-circle', this.inner('.sign'));
    if (this.#touched) this.report();
    else this.fillDefault();
  }

  /** Puts in what the page gave the field; nobody has typed. */
  protected fillDefault(): void {
    this.control.value = this.defaultValue;
    this.report();
  }

  /** What names a field that has no label. */
  protected unlabeled(): string {
    return '';
  }

  /** Tells the form what the field holds, and whether it may be sent. */
  protected report(): void {
    this.internals.setFormValue(this.control.value);
    const { validity, validationMessage } = this.control;
    if (validity.valid) this.internals.setValidity({});
    else this.internals.setValidity(validity, validationMessage, this.control);
  }

  private label(): void {
    const label = this.text('label');
    this.show('.label', label);
    this.inner('.label').classList.toggle(
      'unseen',
      this.text('labelAccessibilityVisibility') === 'exclusive',
    );
    this.describe('aria-label', label === '' ? this.unlabeled() : '', this.control);
  }

  /** Shows a text beside the field, and answers the name under which the control refers to it. */
  private beside(name: 'error' | 'details'): string {
    const text = this.text(name);
    const part = this.inner(`.${name}`);
    const words = this.inner(`.${name} .words`);
    if (words.textContent !== text) words.textContent = text;
    part.hidden = text === '' && this.slotted(name).length === 0;
    return part.hidden ? '' : name;
  }
}

export const fieldStyle = `
  :host { display: block; min-inline-size: 0; }
  .label { display: block; margin-block-end: 4px; }
  .frame {
    display: flex; align-items: center; gap: 4px; min-block-size: 32px; padding: 0 12px; border-radius: 8px;
    background: #fdfdfd; border: 1px solid #8a8a8a; cursor: text;
  }
  .frame:hover { border-color: #616161; background: #fafafa; }
  .frame:focus-within { border-color: #303030; outline: 2px solid #005bd3; outline-offset: 1px; }
  :host([error]:not([error=''])) .frame { border-color: #8e0b21; background: #fee8eb; }
  .frame:has(.control:disabled) { border-color: #d4d4d4; background: #f1f1f1; }
  .control {
    flex: 1; min-inline-size: 0; padding: 5px 0; border: 0; background: none; font: inherit; color: inherit;
    outline: none; text-overflow: ellipsis;
  }
  .control::placeholder { color: #616161; opacity: 1; }
  .control:disabled { color: #616161; }
  .icon, .sign { inline-size: 16px; block-size: 16px; flex: none; color: #616161; }
  .prefix, .suffix { color: #616161; white-space: nowrap; }
  .details { margin-block-start: 4px; color: #616161; }
  .error { display: flex; gap: 4px; align-items: center; margin-block-start: 4px; color: #8e0b21; }
  .sign { color: inherit; }
  @media (max-width: 490px) { .control { font-size: 16px; line-height: 24px; } }
  ${drawingStyle}
`;
