import { systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError } from '@clianta/crm-core/errors';
import { html } from '@clianta/crm-core/html';
import { LeadMagnet } from '@clianta/crm-core/marketing/lead-magnet/lead-magnet.schema';
import { MAGNET_PATH, magnetAt } from '@clianta/crm-core/marketing/lead-magnet/magnet-link';
import { type Request, Router } from 'express';
import { given } from '../api/attachment.routes.ts';
import { defineRoutes } from '../api/define-routes.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors, privatePage, requireOwnPage, sendPage } from '../public-page.ts';

/** Where people get the file that a form gives: by a button, which no program that looks through mail presses. */
export const magnetRoutes = defineRoutes({
  at: 'page',
  routes({ crm, limits, allowedOrigins }) {
    const router = Router();
    const found = async (request: Request) => {
      await limits.take('offer', addressKey(request.ip));
      const there = await magnetAt(crm, String(request.params.token));
      if (!there) throw new NoMagnetError('This link leads to nothing. Please check that it is complete.');
      if (there.isOver) throw new NoMagnetError('This link is over. Please fill in the form again.');
      return there.magnet;
    };
    router.use(MAGNET_PATH, privatePage);
    router.get(`${MAGNET_PATH}/:token`, async (request, response) => {
      const { name } = await found(request);
      sendPage(
        response,
        200,
        name,
        html`<main><article class="paper"><h1>${name}</h1><p>Thank you for your interest.</p>
<form method="post"><div class="actions"><button type="submit">Download</button></div></form></article></main>`,
      );
    });
    router.post(`${MAGNET_PATH}/:token`, async (request, response) => {
      requireOwnPage(request, allowedOrigins, 'Please open the link of the e-mail.');
      const { id, workspaceId, fileId } = await found(request);
      const { file, stream } = await crm.files.open(systemScope(workspaceId), fileId);
      await crm.store
        .model(LeadMagnet)
        .collection.updateOne({ _id: id as never }, { $inc: { downloads: 1 } });
      response.set({ 'Content-Security-Policy': "default-src 'none'; sandbox" });
      response.attachment(file.name).type(file.mime);
      await given(stream, response);
    });
    router.use(MAGNET_PATH, pageErrors);
    return router;
  },
});

class NoMagnetError extends CliantaError {
  constructor(message: string) {
    super('not_found', message);
  }
}
