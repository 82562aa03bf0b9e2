import type { PaperRow } from '@clianta/agents/proposals/proposal-figures';
import type { ProposalPaper } from '@clianta/agents/proposals/proposal-paper';
import { Html, html } from '@clianta/crm-core/html';
import { OFFER_STYLE } from './offer-style.ts';

/** Tells once that somebody looks at the page: not while a browser only prepares it. */
const SEEN_SCRIPT = `(()=>{const to=document.currentScript.dataset.seen;let told=false;const tell=()=>{if(told||document.prerendering||document.visibilityState!=='visible')return;told=true;fetch(to,{method:'POST',keepalive:true}).catch(()=>{})};document.addEventListener('visibilitychange',tell);document.addEventListener('prerenderingchange',tell);tell()})()`;

/** Not in a tagged template, where bundlers rewrite it with a helper of their own. */
const END_OF_SCRIPT = '</script>';

/** Whether an offer can be answered, and if not, why, in words. */
export interface OfferState {
  words?: string;
  isGood?: boolean;
  canAnswer: boolean;
}

/** What somebody typed who could not be let through with it. */
export interface TypedAnswer {
  name?: string | undefined;
  email?: string | undefined;
  reason?: string | undefined;
  problem: string;
}

export interface OfferPage {
  paper: ProposalPaper;
  revision: number;
  state: OfferState;
  typed?: TypedAnswer;
  /** Of this very page: forms and links are relative to it. */
  path: string;
}

/** The offer as its customer sees it: all of it, and where they accept or decline. */
export function offerPage({ paper, revision, state, typed, path }: OfferPage): Html {
  return html`<main>
${state.words && html`<div class="state ${state.isGood ? 'state--good' : 'state--bad'}" role="status"><p>${state.words}</p></div>`}
<div class="tools small"><a href="${path}/pdf">Download as PDF</a></div>
<article class="paper">
${headOf(paper)}
<h1>${paper.title}</h1>
${paper.revision && html`<p class="quiet">${paper.revision}. It replaces what was offered before.</p>`}
${paper.intro && html`<p class="text">${paper.intro}</p>`}
${paper.rows.length > 0 && tableOf(paper, paper.rows)}
${totalsOf(paper)}
${paper.options.length > 0 && html`<h2>Optional</h2><p class="quiet">Not part of the total; tell us what you would like.</p>${tableOf(paper, paper.options)}`}
${paper.terms && html`<h2>Terms</h2><p class="text">${paper.terms}</p>`}
<p class="foot quiet small">${[paper.seller.name, ...paper.foot].join(' · ')}</p>
</article>
${state.canAnswer && answerForm(paper, revision, path, typed)}
</main>`;
}

function headOf({ seller, customer, number, revision, day, validUntil, by }: ProposalPaper): Html {
  const facts = [
    ['Date', day],
    ['Valid until', validUntil],
    ['Prepared by', by],
  ].filter(([, value]) => value);
  return html`<header class="head">
<div><div class="seller">${seller.name}</div><ul class="lines small quiet">${seller.lines.map((line) => html`<li>${line}</li>`)}</ul></div>
<div class="number">Proposal ${number}${revision && html`<div class="small quiet">${revision}</div>`}</div>
</header>
<div class="parties">
<div><div class="small quiet">For</div><strong>${customer.name}</strong><ul class="lines">${customer.lines.map((line) => html`<li>${line}</li>`)}</ul></div>
<dl class="facts">${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
</div>`;
}

function tableOf({ hasDiscounts, hasTax, taxName }: ProposalPaper, rows: readonly PaperRow[]): Html {
  const columns = [
    ['Quantity', 'quantity'],
    ['Unit price', 'price'],
    ...(hasDiscounts ? [['Discount', 'discount'] as const] : []),
    ...(hasTax ? [[taxName, 'tax'] as const] : []),
    ['Amount', 'amount'],
  ] as const;
  return html`<table>
<thead><tr><th scope="col">Description</th>${columns.map(([label]) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><td>${row.text}</td>${columns.map(([label, key]) => html`<td data-label="${label}">${row[key]}</td>`)}</tr>`)}</tbody>
</table>`;
}

const totalsOf = ({ totals, note }: ProposalPaper): Html =>
  html`<dl class="totals">${totals.map(
    ({ label, amount, isTotal }) =>
      html`<dt class="${isTotal ? 'total' : ''}">${label}</dt><dd class="${isTotal ? 'total' : ''}">${amount}</dd>`,
  )}</dl>${note && html`<p class="quiet small number">${note}</p>`}`;

function answerForm(
  paper: ProposalPaper,
  revision: number,
  path: string,
  typed: TypedAnswer | undefined,
): Html {
  const total = paper.totals.find(({ isTotal }) => isTotal)?.amount;
  const person = (id: string) => html`<div class="fields">
<label for="${id}-name">Your name<input id="${id}-name" name="name" required maxlength="200" autocomplete="name" value="${typed?.name ?? ''}"></label>
<label for="${id}-email">Your e-mail<input id="${id}-email" name="email" type="email" required maxlength="254" autocomplete="email" value="${typed?.email ?? ''}"></label>
</div>`;
  return html`<section class="answer" aria-labelledby="answer">
<h2 id="answer">Your answer</h2>
${typed && html`<p class="problem" role="alert">${typed.problem}</p>`}
<form method="post" action="${path}/answer">
<input type="hidden" name="revision" value="${revision}"><input type="hidden" name="answer" value="accepted">
<p>Accept ${paper.number} over <strong>${total}</strong> as it stands here. We keep your name, your e-mail, the time and the address that you answer from.</p>
${person('accept')}
<div class="actions"><button type="submit">Accept the proposal</button></div>
</form>
<details${typed?.reason !== undefined && html` open`}><summary>Decline it instead</summary>
<form method="post" action="${path}/answer">
<input type="hidden" name="revision" value="${revision}"><input type="hidden" name="answer" value="declined">
${person('decline')}
<p><label for="reason">What is missing? (if you like to say)<textarea id="reason" name="reason" maxlength="1000">${typed?.reason ?? ''}</textarea></label></p>
<div class="actions"><button type="submit" class="plain">Decline the proposal</button></div>
</form></details>
</section>`;
}

/** A page that says one thing. */
export const messagePage = (title: string, words: string): Html =>
  html`<main><article class="paper"><h1>${title}</h1><p>${words}</p></article></main>`;

/**
 * The whole document. What tells that it was looked at is a script: what fetches a page to preview its link runs none.
 *
 * @param nonce - that the page's own style and script carry
 * @param seenPath - told once it is really shown; absent: nothing is told
 */
export function documentOf(title: string, body: Html, nonce: string, seenPath?: string): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow"><title>${title}</title>
<style nonce="${nonce}">${new Html(OFFER_STYLE)}</style></head>
<body>${body}${seenPath && html`<script nonce="${nonce}" data-seen="${seenPath}">${new Html(`${SEEN_SCRIPT}${END_OF_SCRIPT}`)}`}</body></html>`
    .text;
}
