import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError } from '@clianta/crm-core/errors';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { variantFor } from '@clianta/crm-core/marketing/landing-page/choose-variant';
import {
  type LandingPageRecord,
  ORIGINAL,
} from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { PAGE_PATH, previewed, previewPath } from '@clianta/crm-core/marketing/landing-page/page-address';
import { imagesOf } from '@clianta/crm-core/marketing/landing-page/page-block.schema';
import { renderAll } from '@clianta/crm-core/marketing/landing-page/render-variants';
import { type Request, type Response, Router } from 'express';
import { given } from '../api/attachment.routes.ts';
import { tokenOf } from '../api/authentication.ts';
import { defineRoutes } from '../api/define-routes.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors } from '../public-page.ts';
import { countVisit, isPerson, prepareVisits } from './count-visit.ts';
import { ownPolicy } from './own-policy.ts';
import { PublishedPages } from './published-pages.ts';
import { withCounting } from './with-counting.ts';
import { withForms } from './with-forms.ts';

/** Landing pages, as they were published; the draft of one shows whoever has its preview's address. */
export const pageRoutes = defineRoutes({
  at: 'page',
  prepare: ({ crm }) => prepareVisits(crm),
  routes({ crm, limits }) {
    const router = Router();
    const pages = new PublishedPages(crm);
    const looked = (request: Request) => limits.take('pageView', addressKey(request.ip));

    router.get(`${PAGE_PATH}/preview/:address`, async (request, response) => {
      await looked(request);
      const page = await draftAt(crm, request);
      const rendered = await renderAll(crm, page, `${previewPath(crm, page.id)}/image/`);
      const variant = String(request.query.variant ?? ORIGINAL);
      const document = rendered[variant] ?? rendered[ORIGINAL] ?? '';
      response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' });
      send(response, await withForms(crm, page.workspaceId, document), "'self'");
    });
    router.get(`${PAGE_PATH}/preview/:address/image/:id`, async (request, response) => {
      await looked(request);
      const page = await draftAt(crm, request);
      await sendImage(crm, request, response, page.workspaceId, imagesOf(page.blocks));
    });
    router.get(`${PAGE_PATH}/:workspace/:slug`, async (request, response) => {
      await looked(request);
      const page = await pages.at(String(request.params.workspace), String(request.params.slug));
      if (!page) throw new NoPageError();
      const { workspaceId, pageId, variants, html } = page;
      const visitor = crm.links.token(
        `visitor:${pageId}:${addressKey(request.ip)}:${request.get('user-agent')}`,
      );
      const variant = variantFor(pageId, visitor, variants);
      // a stored answer would show one visitor's variant to others
      response.set({
        'Cache-Control': 'private, no-cache',
        'Referrer-Policy': 'strict-origin-when-cross-origin',
      });
      const whole = await withForms(crm, workspaceId, html[variant] ?? '', { pageId, variant });
      send(response, await withCounting(crm, workspaceId, whole));
      if (isPerson(request) && !tokenOf(request.headers)?.isCookie)
        await countVisit(crm, { workspaceId, pageId, visitor, variant });
    });
    router.get(`${PAGE_PATH}/:workspace/:slug/image/:id`, async (request, response) => {
      await looked(request);
      const page = await pages.at(String(request.params.workspace), String(request.params.slug));
      if (!page) throw new NoPageError();
      response.set('Cache-Control', 'public, max-age=3600');
      await sendImage(crm, request, response, page.workspaceId, page.images);
    });
    router.use(PAGE_PATH, (_request, _response, next) => next(new NoPageError()));
    router.use(PAGE_PATH, pageErrors);
    return router;
  },
});

class NoPageError extends CliantaError {
  constructor() {
    super('not_found', 'This page is not there, or not any more.');
  }
}

function send(response: Response, document: string, framedBy?: string): void {
  response.set('Content-Security-Policy', ownPolicy(document, framedBy)).type('html').send(document);
}

async function draftAt(crm: CrmCore, request: Request): Promise<LandingPageRecord> {
  const page = await previewed(crm, String(request.params.address));
  if (!page) throw new NoPageError();
  return page;
}

/** Of all files of a workspace those that the page shows, and of those only pictures. */
async function sendImage(
  crm: CrmCore,
  request: Request,
  response: Response,
  workspaceId: string,
  shown: readonly string[],
): Promise<void> {
  const id = String(request.params.id);
  const scope = systemScope(workspaceId);
  const file = shown.includes(id) ? (await crm.records(Attachment).getMany(scope, [id])).get(id) : undefined;
  if (!file || file.isDeleted || !/^image\/(?!svg)/.test(file.mime)) throw new NoPageError();
  const { stream } = await crm.files.open(scope, id);
  response.set({
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  response.type(file.mime);
  await given(stream, response);
}
