import { type Html, html } from '@clianta/crm-core/html';
import type { ShownForm } from './shown-form.ts';

/** Where a form can be filled in without any script, and by itself. */
export const FORM_PATH = '/form';

/** What a page says of a form besides its questions. */
interface FormPlace {
  pageId?: string | undefined;
  variant?: string | undefined;
  /** What was typed already. */
  typed?: Readonly<Record<string, unknown>>;
  /** Sent along: the names begin with an underscore, which no field's does. */
  hidden?: Readonly<Record<string, string>>;
  faults?: Readonly<Record<string, string>>;
}

const INPUTS: Readonly<Record<string, string>> = { email: 'email', phone: 'tel' };
const FILLED: Readonly<Record<string, string>> = {
  email: 'email',
  phone: 'tel',
  name: 'name',
  company: 'organization',
};

/**
 * A form as our own pages have it: it can be sent as it is, and the script of forms, where it runs, sends it without leaving
 * the page. The elements and names are those that the script draws on other sites.
 */
export function formHtml(
  form: ShownForm,
  { pageId, variant, typed = {}, hidden = {}, faults = {} }: FormPlace = {},
): Html {
  const { key, name, fields, consentText, mustAgree, button } = form;
  const all = { ...(pageId && { _page: pageId }), ...(variant && { _variant: variant }), ...hidden };
  return html`<form method="post" action="${FORM_PATH}/${key}" aria-label="${name}" data-clianta-form="${key}" data-page="${pageId}" data-variant="${variant}">
${Object.entries(all).map(([hiddenName, value]) => html`<input type="hidden" name="${hiddenName}" value="${value}">`)}
${fields.map((field) => fieldHtml(field, `${key}-${field.name}`, typed[field.name], faults[field.name]))}
<p class="away" aria-hidden="true"><label>Fax <input name="_fax" tabindex="-1" autocomplete="off"></label></p>
${consentText && tick(`${key}-agreed`, '_agreed', consentText, mustAgree, typed._agreed === 'on', faults.consent)}
<button type="submit">${button}</button>
</form>`;
}

type Field = ShownForm['fields'][number];

function fieldHtml(
  { name, label, type, required, options = [] }: Field,
  id: string,
  given: unknown,
  fault?: string,
): Html {
  const value = typeof given === 'string' ? given : '';
  if (type === 'checkbox') return tick(id, name, label, required, value === 'on', fault);
  const needed = required && html` required`;
  const marked = fault && html` aria-invalid="true" aria-describedby="${id}-fault"`;
  const filled = FILLED[type] ?? FILLED[name];
  const auto = filled && html` autocomplete="${filled}"`;
  const input =
    type === 'longtext'
      ? html`<textarea id="${id}" name="${name}" rows="4"${needed}${marked}>${value}</textarea>`
      : type === 'choice'
        ? html`<select id="${id}" name="${name}"${needed}${marked}><option value="">Please choose</option>${options.map((option) => (option === value ? html`<option selected>${option}</option>` : html`<option>${option}</option>`))}</select>`
        : html`<input id="${id}" name="${name}" type="${INPUTS[type] ?? 'text'}" value="${value}"${type === 'number' && html` inputmode="decimal"`}${needed}${marked}${auto}>`;
  return html`<p><label for="${id}">${label}${!required && html` <small>(optional)</small>`}</label>${input}${fault && html`<span class="fault" id="${id}-fault">${fault}</span>`}</p>`;
}

const tick = (
  id: string,
  name: string,
  label: string,
  required: boolean,
  isTicked: boolean,
  fault: string | undefined,
): Html =>
  html`<p class="tick"><input id="${id}" name="${name}" type="checkbox"${required && html` required`}${isTicked && html` checked`}><label for="${id}">${label}</label>${fault && html`<span class="fault">${fault}</span>`}</p>`;
