import { sendsTo } from './send-form.ts';
import { drawForm } from './shown-form.ts';

/**
 * The script of forms. On other sites it draws each into a shadow root, so that neither styles the other; a form that stands on
 * one of our own pages already, and works without any script, is sent by it without leaving the page.
 */
const script = document.currentScript as HTMLScriptElement | null;
const server = new URL(script?.src ?? location.href).origin;
const urlOf = (key: string) => `${server}/api/public/forms/${encodeURIComponent(key)}`;

/** Sites may say their own colours and letters by custom properties. */
const STYLE = `
:host{display:block;--accent:var(--clianta-accent,#0a6b5c);--line:var(--clianta-line,#7b8791);--radius:var(--clianta-radius,8px)}
form{font:inherit;display:grid;gap:16px;max-width:560px}p{margin:0}
label{display:block;font-weight:600;margin-bottom:4px}small{font-weight:400}
input,textarea,select{box-sizing:border-box;width:100%;font:inherit;color:inherit;background:Canvas;padding:10px 12px;border:1px solid var(--line);border-radius:var(--radius)}
.tick{display:grid;grid-template-columns:auto 1fr;gap:4px 10px;align-items:start}.tick input{width:18px;height:18px;margin:3px 0 0}.tick label{font-weight:400;margin:0}
.tick .fault{grid-column:2}
button{justify-self:start;font:inherit;font-weight:600;padding:12px 22px;border:0;border-radius:var(--radius);background:var(--accent);color:var(--clianta-on-accent,#fff);cursor:pointer}
button[aria-disabled]{opacity:.6}:focus-visible{outline:3px solid #3558cf;outline-offset:2px}
[aria-invalid=true]{border-color:#b3261e}.fault,.said{color:#b3261e}.fault{display:block;margin-top:4px}
.away{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`;

async function embed(place: HTMLElement): Promise<void> {
  const key = place.dataset.cliantaForm ?? '';
  const root = place.attachShadow({ mode: 'open' });
  // a page's policy may forbid style elements, not this
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const response = await fetch(urlOf(key), { credentials: 'omit' });
  if (!response.ok) throw new Error(`The form ${key} is not there (${response.status}).`);
  const form = drawForm(await response.json());
  root.append(form);
  sendsTo(form, urlOf(key));
}

function start(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-clianta-form]')) {
    // two script tags on a page: each form once
    if (place.dataset.cliantaReady !== undefined) continue;
    place.dataset.cliantaReady = '';
    if (place instanceof HTMLFormElement) sendsTo(place, urlOf(place.dataset.cliantaForm ?? ''));
    else embed(place).catch((error) => console.warn('clianta:', error));
  }
}

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
else start();
