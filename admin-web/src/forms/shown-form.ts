/** A form as the server shows it to sites. */
export interface ShownForm {
  key: string;
  name: string;
  fields: Array<{ name: string; label: string; type: string; required: boolean; options?: string[] }>;
  consentText?: string;
  mustAgree: boolean;
  button: string;
}

const AUTOCOMPLETE: Record<string, string> = {
  email: 'email',
  phone: 'tel',
  name: 'name',
  company: 'organization',
};

/** An element with its attributes; text is text, whatever stands in it. */
function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | undefined> = {},
  ...children: Array<Node | string>
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  element.append(...children);
  return element;
}

/** The same elements and names that our own pages have. */
export function drawForm({ fields, consentText, mustAgree, button, name, key }: ShownForm): HTMLFormElement {
  const form = make('form', { 'aria-label': name, novalidate: true });
  for (const field of fields) {
    const id = `${key}-${field.name}`;
    const common = {
      id,
      name: field.name,
      required: field.required,
      autocomplete: AUTOCOMPLETE[field.type] ?? AUTOCOMPLETE[field.name],
    };
    if (field.type === 'checkbox') {
      form.append(tick(id, field.name, field.label, field.required));
      continue;
    }
    const label = make('label', { for: id }, field.label);
    if (!field.required) label.append(' ', make('small', {}, '(optional)'));
    form.append(make('p', {}, label, inputOf(field, common)));
  }
  const trap = make('input', { name: '_fax', tabindex: '-1', autocomplete: 'off' });
  form.append(make('p', { class: 'away', 'aria-hidden': 'true' }, make('label', {}, 'Fax', trap)));
  if (consentText) form.append(tick(`${key}-agreed`, '_agreed', consentText, mustAgree));
  form.append(make('button', { type: 'submit' }, button));
  return form;
}

function inputOf(
  { type, options = [] }: ShownForm['fields'][number],
  common: Record<string, string | boolean | undefined>,
) {
  if (type === 'longtext') return make('textarea', { ...common, rows: '4' });
  if (type === 'choice')
    return make(
      'select',
      common,
      make('option', { value: '' }, 'Please choose'),
      ...options.map((option) => make('option', {}, option)),
    );
  const kinds: Record<string, string> = { email: 'email', phone: 'tel' };
  return make('input', {
    ...common,
    type: kinds[type] ?? 'text',
    inputmode: type === 'number' ? 'decimal' : undefined,
  });
}

const tick = (id: string, name: string, label: string, required: boolean) =>
  make(
    'p',
    { class: 'tick' },
    make('input', { id, name, type: 'checkbox', required }),
    make('label', { for: id }, label),
  );
