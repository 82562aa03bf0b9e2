import { Html, html } from '@clianta/crm-core/html';
import type { BusinessProfileRecord } from '@clianta/crm-core/workspace/business-profile/business-profile.schema';
import { VISITOR_SCRIPT } from './visitor-script.ts';
import { VISITOR_STYLE } from './visitor-style.ts';

interface PageOptions {
  /** Of the company. */
  name: string;
  profile: BusinessProfileRecord;
  /** Of this page; the messages are below it. */
  path: string;
  /** Of styles and scripts that may run. */
  nonce: string;
}

/** The chat as a visitor of the website has it, in a frame of the page. */
export function visitorPage({ name, profile, path, nonce }: PageOptions): string {
  return page(
    name,
    nonce,
    html`<main id="chat" data-path="${path}" data-greeting="${profile.greeting}">
<div id="log" role="log" aria-live="polite" aria-label="Conversation" tabindex="0"></div>
<p id="state" role="status"></p>
<form id="form">
<label class="hidden" for="text">Your message</label>
<textarea id="text" dir="auto" rows="2" maxlength="2000" placeholder="Write a message" autocomplete="off" required></textarea>
<button type="submit">Send</button>
</form>
<p class="consent">${profile.consent}</p>
</main>${scriptOf(nonce)}`,
  );
}

/** Not within the template: the bundler would bring a package along for a tagged template that ends a script. */
const scriptOf = (nonce: string): Html => new Html(`<script nonce="${nonce}">${VISITOR_SCRIPT}</script>`);

/** Nobody has opened the chat to visitors, or it is closed again. */
export const closedPage = (name: string, nonce: string): string =>
  page(name, nonce, html`<main><p class="closed">The chat is closed at the moment.</p></main>`);

const page = (name: string, nonce: string, body: Html): string =>
  `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"><title>${name}</title><style nonce="${nonce}">${new Html(VISITOR_STYLE)}</style></head>
<body><header><h1>${name}</h1><button id="close" type="button" aria-label="Close the chat" hidden>×</button></header>${body}</body></html>`
      .text
  }`;
