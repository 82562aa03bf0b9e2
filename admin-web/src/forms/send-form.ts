import { type Challenge, solve } from './proof.ts';

/** The server takes nothing that was begun less than two seconds ago. */
const LEAST_MS = 2_100;

interface Failure {
  message: string;
  fields?: Record<string, string>;
}

/** Sends a form of a page: begun as soon as somebody touches it, solved while they type, sent once however often they press. */
export function sendsTo(form: HTMLFormElement, url: string): void {
  const clientId = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  let begun: Promise<{ at: number; proof: object }> | undefined;
  const begin = () => {
    begun ??= post(`${url}/start`).then(async (response) => {
      const at = performance.now();
      if (!response.ok) throw await failureOf(response);
      return { at, proof: await solve((await response.json()) as Challenge) };
    });
    // one that failed is begun anew by the next try
    begun.catch(() => {
      begun = undefined;
    });
    return begun;
  };
  // what is wrong is told beside the field; without this script the browser tells it
  form.noValidate = true;
  const button = form.querySelector('button');
  form.addEventListener('focusin', () => void begin().catch(() => {}), { once: true });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button?.getAttribute('aria-disabled')) return;
    if (!isFilledIn(form)) return;
    button?.setAttribute('aria-disabled', 'true');
    try {
      const { at, proof } = await begin();
      await new Promise((resume) => setTimeout(resume, at + LEAST_MS - performance.now()));
      const response = await post(url, { clientId, proof, ...whatIsIn(form) });
      if (!response.ok) throw await failureOf(response);
      const { thanks, redirect } = await response.json();
      if (redirect) location.assign(redirect);
      else thank(form, thanks);
    } catch (failure) {
      const { message, fields } =
        failure && typeof failure === 'object' && 'message' in failure && !(failure instanceof Error)
          ? (failure as Failure)
          : { message: 'That did not get through. Please try again.', fields: undefined };
      if (fields?.proof) begun = undefined;
      mark(form, fields ?? {});
      say(form, message);
    }
    button?.removeAttribute('aria-disabled');
  });
}

const post = (url: string, body?: object): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    credentials: 'omit',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });

async function failureOf(response: Response): Promise<Failure> {
  const { error } = await response.json().catch(() => ({}));
  return error ?? { message: 'That did not get through. Please try again.' };
}

function whatIsIn(form: HTMLFormElement): object {
  const values: Record<string, unknown> = {};
  let [isAgreed, fax] = [false, ''];
  for (const field of form.elements) {
    if (
      !(
        field instanceof HTMLInputElement ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement
      )
    )
      continue;
    const isTick = field instanceof HTMLInputElement && field.type === 'checkbox';
    const value = isTick ? field.checked : field.value;
    if (field.name === '_agreed') isAgreed = value === true;
    else if (field.name === '_fax') fax = String(value);
    else if (!field.name.startsWith('_')) values[field.name] = value;
  }
  const { page: pageId, variant } = form.dataset;
  // the tracker of the site knows it, once the visitor has agreed
  const visitorId = (window as { clianta?: { visitor?: string } }).clianta?.visitor;
  return {
    values,
    isAgreed,
    ...(fax && { fax }),
    url: location.href.split('#')[0]?.slice(0, 1_000),
    ...(document.referrer && { referrer: document.referrer.slice(0, 1_000) }),
    ...(pageId && { pageId }),
    ...(variant && { variant }),
    ...(visitorId && { visitorId }),
  };
}

/** What the browser itself finds wrong, told beside the field. */
function isFilledIn(form: HTMLFormElement): boolean {
  const faults: Record<string, string> = {};
  for (const field of form.elements)
    if (field instanceof HTMLElement && 'validity' in field && !(field.validity as ValidityState).valid)
      faults[(field as HTMLInputElement).name] = (field as HTMLInputElement).validationMessage;
  mark(form, faults);
  return Object.keys(faults).length === 0;
}

function mark(form: HTMLFormElement, faults: Record<string, string>): void {
  for (const old of form.querySelectorAll('.fault')) old.remove();
  let first: HTMLElement | undefined;
  for (const field of form.elements) {
    if (!(field instanceof HTMLElement)) continue;
    const { name, id } = field as HTMLInputElement;
    const fault = faults[name === '_agreed' ? 'consent' : name] ?? faults[name];
    field.toggleAttribute('aria-invalid', false);
    if (!fault || !name) continue;
    const told = document.createElement('span');
    told.className = 'fault';
    told.id = `${id}-fault`;
    told.textContent = fault;
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', told.id);
    field.parentElement?.append(told);
    first ??= field;
  }
  first?.focus();
}

function say(form: HTMLFormElement, message: string): void {
  const known = form.querySelector<HTMLElement>('.said') ?? form.appendChild(document.createElement('p'));
  known.className = 'said';
  known.setAttribute('role', 'alert');
  known.textContent = message;
}

function thank(form: HTMLFormElement, thanks: string): void {
  const told = document.createElement('p');
  told.className = 'thanks';
  told.tabIndex = -1;
  told.setAttribute('role', 'status');
  told.textContent = thanks;
  form.replaceWith(told);
  told.focus();
}
