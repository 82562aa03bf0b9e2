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
  /** Visitors may have a copy of their chat mailed. */
  hasCopies: boolean;
}

/** The chat as a visitor of the website has it, in a frame of the page. */
export function visitorPage({ name, profile, path, nonce, hasCopies }: PageOptions): string {
  return page(
    name,
    nonce,
    html`<main id="chat" data-path="${path}" data-greeting="${profile.greeting}">
<div id="log" role="log" aria-live="polite" aria-label="Conversation" tabindex="0"></div>
<p id="state" role="status"></p>
<form id="form">
<input id="file" type="file" class="hidden" tabindex="-1" aria-hidden="true" multiple accept="${ACCEPT}">
<button id="attach" type="button" class="plain" aria-label="Send a file" title="Send a file, up to 10 MB">${CLIP}</button>
<label class="hidden" for="text">Your message</label>
<textarea id="text" dir="auto" rows="2" maxlength="2000" placeholder="Write a message" autocomplete="off" required></textarea>
<button type="submit">Send</button>
</form>
${hasCopies && COPY_FORM}<p class="consent">${profile.consent}</p>
</main>${scriptOf(nonce)}`,
  );
}

const ACCEPT = 'image/*,.pdf,.doc,.docx,.odt,.rtf,.txt,.md,.csv,.xlsx,.xls,.ods,.pptx,.ppt,.odp,.eml,.log';
const CLIP = new Html(
  '<svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="M20 11.5 12 19.6a5 5 0 0 1-7.1-7.1l8.4-8.4a3.4 3.4 0 0 1 4.8 4.8l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4"/></svg>',
);
const COPY_FORM = html`<form id="copy" hidden>
<label id="copy-label" for="copy-field">Your e-mail address</label>
<input id="copy-field" type="email" maxlength="254" autocomplete="email" required>
<button type="submit">Send me a code</button>
</form>
<button id="copy-open" type="button" class="plain text" aria-expanded="false" hidden>Get a copy by e-mail</button>
`;

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
