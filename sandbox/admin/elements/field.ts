// Text fields and search fields.

import { define } from './base.ts';
import { FieldElement, fieldMarkup, fieldStyle } from './field-base.ts';
import { draw } from './icon.ts';

abstract class TypedField extends FieldElement {
  protected readonly control = this.inner<HTMLInputElement>('.control');

  constructor(markup: string, style = '') {
    super(fieldStyle + style, markup);
    this.control.addEventListener('keydown', (event) => {
      // As a native field does: Enter sends the form.
      if (event.key === 'Enter' && !event.isComposing) this.internals.form?.requestSubmit();
    });
    this.followControl();
  }

  protected override update(): void {
    super.update();
    this.describe('placeholder', this.text('placeholder'), this.control);
    this.describe('maxlength', this.text('maxLength'), this.control);
    this.describe('minlength', this.text('minLength'), this.control);
    this.describe('autocomplete', this.text('autocomplete'), this.control);
    this.control.readOnly = this.is('readOnly');
    draw(this.iconName(), this.inner('.icon'));
    this.inner('.icon').hidden = this.iconName() === '';
    this.show('.prefix', this.text('prefix'));
    this.show('.suffix', this.text('suffix'));
  }

  protected iconName(): string {
    return this.text('icon');
  }
}

class TextField extends TypedField {
  constructor() {
    super(
      fieldMarkup('<input class="control" id="control" type="text" />', '<slot name="accessory"></slot>'),
    );
  }
}

class SearchField extends TypedField {
  constructor() {
    super(
      fieldMarkup('<input class="control" id="control" type="search" />'),
      '.control::-webkit-search-cancel-button { cursor: pointer; }',
    );
  }

  protected override iconName(): string {
    return 'search';
  }

  protected override unlabeled(): string {
    return this.text('placeholder') || 'Search';
  }
}

export function defineFields(): void {
  define('s-text-field', TextField);
  define('s-search-field', SearchField);
}
