import { CliantaError } from '@clianta/crm-core/errors';
import { html } from '@clianta/crm-core/html';
import { CONFIRM_PATH } from '@clianta/crm-core/marketing/form-submission/ask-to-confirm';
import {
  type Confirmable,
  confirmableAt,
  confirmSubmission,
} from '@clianta/crm-core/marketing/form-submission/confirm-submission';
import { type Request, Router } from 'express';
import { defineRoutes } from '../api/define-routes.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors, privatePage, requireOwnPage, sendPage } from '../public-page.ts';

/** Where an address is confirmed by a button: programs that look through mail open every link, and press none. */
export const confirmRoutes = defineRoutes({
  at: 'page',
  routes({ crm, limits, allowedOrigins }) {
    const router = Router();
    const found = async (request: Request): Promise<Confirmable> => {
      await limits.take('offer', addressKey(request.ip));
      const confirmable = await confirmableAt(crm, String(request.params.token));
      if (!confirmable) throw new NothingToConfirmError();
      return confirmable;
    };
    router.use(CONFIRM_PATH, privatePage);
    router.get(`${CONFIRM_PATH}/:token`, async (request, response) => {
      const confirmable = await found(request);
      sendPage(response, 200, confirmable.form.name, confirmPage(confirmable));
    });
    router.post(`${CONFIRM_PATH}/:token`, async (request, response) => {
      requireOwnPage(request, allowedOrigins, 'Please open the link of the e-mail.');
      await confirmSubmission(crm, await found(request), request.ip);
      response.redirect(303, `${CONFIRM_PATH}/${String(request.params.token)}`);
    });
    router.use(CONFIRM_PATH, (_request, _response, next) => next(new NothingToConfirmError()));
    router.use(CONFIRM_PATH, pageErrors);
    return router;
  },
});

class NothingToConfirmError extends CliantaError {
  constructor() {
    super('not_found', 'This link confirms nothing. Please check that it is complete.');
  }
}

function confirmPage({ submission, form, isOver }: Confirmable) {
  const { email, status } = submission;
  if (status === 'confirmed')
    return html`<main><article class="paper"><h1>${form.name}</h1>
<p role="status">Thank you: ${email} is confirmed.</p></article></main>`;
  if (isOver)
    return html`<main><article class="paper"><h1>${form.name}</h1>
<p role="status">This could be confirmed for seven days, which are over. Please fill in the form again.</p></article></main>`;
  return html`<main><article class="paper"><h1>${form.name}</h1>
<p>Was it you who filled in this form with ${email}?</p>
${submission.consent && html`<p class="quiet text">${submission.consent.text}</p>`}
<form method="post"><div class="actions"><button type="submit">Yes, confirm my address</button></div></form>
</article></main>`;
}
