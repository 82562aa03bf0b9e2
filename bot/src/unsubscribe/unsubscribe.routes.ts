import type { CrmCore } from '@clianta/crm-core/crm-core';
import { CliantaError } from '@clianta/crm-core/errors';
import { html } from '@clianta/crm-core/html';
import {
  readUnsubscribeToken,
  type Subscription,
  UNSUBSCRIBE_PATH,
  unsubscribe,
} from '@clianta/crm-core/marketing/suppression/unsubscribe';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import express, { type Request, Router } from 'express';
import { defineRoutes } from '../api/define-routes.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors, privatePage, sendPage } from '../public-page.ts';

/**
 * Unsubscribing, without an account and for ever: looking shows a page (mail programs and scanners look at every link), a
 * POST acts, be it of the page or of a mail program (RFC 8058). The same again is answered the same.
 */
export const unsubscribeRoutes = defineRoutes({
  at: 'page',
  routes({ crm, limits }) {
    const router = Router();
    const path = `${UNSUBSCRIBE_PATH}/:token`;
    const subscriptionOf = (request: Request): Subscription => {
      const found = readUnsubscribeToken(crm, String(request.params.token));
      if (!found) throw new NoLinkError();
      return found;
    };
    router.use(UNSUBSCRIBE_PATH, privatePage);
    router.get(path, async (request, response) => {
      await limits.take('unsubscribe', addressKey(request.ip));
      const subscription = subscriptionOf(request);
      const { topic, address } = subscription;
      const name = await nameOf(crm, subscription);
      const button = (from: string, label: string, kind: string) =>
        html`<form method="post" class="actions"><input type="hidden" name="from" value="${from}"><button type="submit" class="${kind}">${label}</button></form>`;
      const page = html`<main><article class="paper"><h1>No more mail from ${name}?</h1>
<p>${address} gets no more news and offers. Receipts, and answers to your own mail, still come.</p>
${button('marketing', 'Unsubscribe', '')}
${topic && html`<p>Or only without “${topic}”:</p>${button('topic', `Unsubscribe from ${topic}`, 'plain')}`}</article></main>`;
      sendPage(response, 200, `Unsubscribe from ${name}`, page);
    });
    router.post(
      path,
      express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 }),
      async (request, response) => {
        await limits.take('unsubscribe', addressKey(request.ip));
        const subscription = subscriptionOf(request);
        const from = request.body?.from === 'topic' ? 'topic' : 'marketing';
        await unsubscribe(crm, subscription, { from, ip: request.ip });
        const name = await nameOf(crm, subscription);
        const what = from === 'topic' && subscription.topic ? `“${subscription.topic}”` : 'news and offers';
        const page = html`<main><article class="paper"><h1>You are unsubscribed</h1><p>${name} sends no more ${what} to ${subscription.address}.</p></article></main>`;
        sendPage(response, 200, 'You are unsubscribed', page);
      },
    );
    router.use(UNSUBSCRIBE_PATH, (_request, _response, next) => next(new NoLinkError()));
    router.use(UNSUBSCRIBE_PATH, pageErrors);
    return router;
  },
});

class NoLinkError extends CliantaError {
  constructor() {
    super('not_found', 'This link is not complete. Please open it from the mail again.');
  }
}

async function nameOf(crm: CrmCore, { workspaceId }: Subscription): Promise<string> {
  const found = await crm.store.model(Workspace).findOne({ _id: workspaceId }).lean<{ name?: string }>();
  return found?.name ?? 'us';
}
