import { randomUUID } from 'node:crypto';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { InvalidError } from '@clianta/crm-core/errors';
import { type Html, html } from '@clianta/crm-core/html';
import type { FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import { receiveSubmission } from '@clianta/crm-core/marketing/form-submission/receive-submission';
import { pageStyle } from '@clianta/crm-core/marketing/landing-page/page-style';
import { codeIn, REFERRAL_PARAMETER } from '@clianta/crm-core/marketing/referral/note-referral';
import express, { type Response, Router } from 'express';
import { defineRoutes } from '../api/define-routes.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors, requireOwnPage } from '../public-page.ts';
import { openForm, takeSending } from './form.routes.ts';
import { FORM_PATH, formHtml } from './form-html.ts';
import { ownPolicy } from './own-policy.ts';
import { shownForm, thanksOf } from './shown-form.ts';

const THEME = { accent: '#0a6b5c', letters: 'plain' } as const;

/**
 * A form as a page of its own, and where forms go that no script sends. Such a browser proves nothing by work: what it sends is
 * shown once more, to be sent by a second press, which carries when the page was made.
 */
export const hostedFormRoutes = defineRoutes({
  at: 'page',
  routes({ crm, limits, proofs, allowedOrigins }) {
    const router = Router();
    router.use(FORM_PATH, (_request, response, next) => {
      response.set({
        'Cache-Control': 'no-store',
        'X-Robots-Tag': 'noindex, nofollow',
        // without it browsers say nothing of where the form is sent from, and it would be taken for another site's
        'Referrer-Policy': 'same-origin',
      });
      next();
    });
    router.get(`${FORM_PATH}/:key`, async (request, response) => {
      await limits.take('pageView', addressKey(request.ip));
      const form = await openForm(crm, String(request.params.key));
      const code = codeIn(crm.links.address(request.originalUrl));
      send(response, 200, form, formHtml(shownForm(form), { hidden: referredBy(code) }));
    });
    router.post(
      `${FORM_PATH}/:key`,
      express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 60 }),
      async (request, response) => {
        requireOwnPage(request, allowedOrigins, 'Please open the form by its own link.');
        const form = await openForm(crm, String(request.params.key));
        await takeSending(limits, request);
        const body = (request.body ?? {}) as Record<string, string | undefined>;
        const { _stamp: stamp, _client: client, _page: pageId, _variant: variant } = body;
        // whoever sent them stands in the address of the page, which the second press does not come from
        const code = codeIn(ofReferral(crm, form, body._ref)) ?? codeIn(request.get('referer'));
        const again = (words: string, faults: Record<string, string> = {}) => {
          const clientId = randomUUID();
          const hidden = { _client: clientId, _stamp: proofs.stamp(form.key, clientId), ...referredBy(code) };
          const place = { pageId, variant, typed: body, hidden, faults };
          const isFault = Object.keys(faults).length > 0;
          send(
            response,
            isFault ? 400 : 200,
            form,
            html`<p role="status">${words}</p>${formHtml(shownForm(form), place)}`,
          );
        };
        if (!stamp || !client) return again('Please look at it once more, and send it.');
        try {
          proofs.requireStamp(form.key, client, stamp);
          await receiveSubmission(crm, form, {
            clientId: client,
            values: body,
            isAgreed: body._agreed === 'on',
            touch: {
              pageId: pageId?.slice(0, 60),
              variant: variant?.slice(0, 40),
              ...(code && { url: ofReferral(crm, form, code) }),
            },
            ip: request.ip,
            isTrapped: Boolean(body._fax),
          });
        } catch (error) {
          if (!(error instanceof InvalidError)) throw error;
          return again(error.message, { ...error.fields });
        }
        const { thanks, redirect } = thanksOf(form);
        // not by a redirect: the policy of our pages lets forms lead to this host alone
        if (redirect) response.set('Refresh', `0;url=${new URL(redirect).href}`);
        send(response, 200, form, html`<p class="thanks" role="status">${thanks}</p>`);
      },
    );
    router.use(FORM_PATH, pageErrors);
    return router;
  },
});

const referredBy = (code: string | undefined): Record<string, string> => (code ? { _ref: code } : {});

/** The form by the link of whoever referred its reader. */
const ofReferral = ({ links }: CrmCore, { key }: FormRecord, code = ''): string =>
  links.address(`${FORM_PATH}/${key}?${REFERRAL_PARAMETER}=${encodeURIComponent(code)}`);

/** Not in a tagged template, where bundlers rewrite it with a helper of their own. */
const SCRIPT = `<script src="/forms/embed.js" defer>${'</'}script>`;

function send(response: Response, status: number, { name }: FormRecord, body: Html): void {
  const page = `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${name}</title><style>`
      .text
  }${pageStyle(THEME)}</style></head><body><main>${html`<section><div><h1>${name}</h1>${body}</div></section>`.text}</main>${SCRIPT}</body></html>`;
  response.status(status).set('Content-Security-Policy', ownPolicy(page)).type('html').send(page);
}
