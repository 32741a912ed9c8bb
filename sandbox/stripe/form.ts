/** The form encoding of Stripe's clients: `metadata[order]=1001`, `expand[0]=data.source`, `types[]=charge.failed`. */

export type Form = { [name: string]: string | Form };

/** Lists are forms too, by their index; a later value of one name wins. */
export function readForm(search: URLSearchParams): Form {
  const form: Form = {};
  for (const [key, value] of search) {
    const [first = '', ...rest] = key.split('[').map((step) => step.replace(/\]$/, ''));
    write(form, [first, ...rest], value);
  }
  return form;
}

function write(form: Form, [first = '', ...rest]: readonly string[], value: string): void {
  const name = first === '' ? String(Object.keys(form).length) : first;
  if (rest.length === 0) {
    form[name] = value;
    return;
  }
  const inner = form[name];
  const next = typeof inner === 'object' ? inner : {};
  form[name] = next;
  write(next, rest, value);
}
