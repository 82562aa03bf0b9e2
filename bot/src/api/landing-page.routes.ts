import { validate } from '@clianta/crm-core/entity/validate';
import { NotFoundError } from '@clianta/crm-core/errors';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import { embedCode } from '@clianta/crm-core/marketing/form/form-at';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { addressOfPage, previewPath } from '@clianta/crm-core/marketing/landing-page/page-address';
import { checksOf } from '@clianta/crm-core/marketing/landing-page/page-checks';
import { figuresOf } from '@clianta/crm-core/marketing/landing-page/page-figures';
import {
  publishPage,
  rollBackTo,
  versionsOf,
  withdrawPage,
} from '@clianta/crm-core/marketing/landing-page/publish-page';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { FORM_PATH } from '../pages/form-html.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';

const statusSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('published') }),
  z.strictObject({ to: z.literal('withdrawn') }),
  /** An earlier version is put back. */
  z.strictObject({ to: z.literal('version'), number: z.number().int().min(1) }),
]);

/** What of pages and forms is more than their records: addresses, checks, versions, figures, and what visitors see of them. */
export const landingPageRoutes = defineRoutes({
  at: 'workspace',
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    const pageOf = async (request: Request) => {
      const scope = await scopeOfRequest(crm, request);
      return { scope, page: await crm.records(LandingPage).get(scope, String(request.params.id)) };
    };
    router.get('/landing-pages/:id/facts', async (request, response) => {
      const { scope, page } = await pageOf(request);
      const [checks, versions, figures] = await Promise.all([
        checksOf(crm, scope, page),
        versionsOf(crm, scope, page.id),
        figuresOf(crm, scope, page),
      ]);
      response.json({
        address: addressOfPage(crm, page),
        preview: previewPath(crm, page.id),
        checks,
        versions: versions.map(({ number, title, byId, at }) => ({ number, title, byId, at })),
        figures,
      });
    });
    router.post('/landing-pages/:id/status', async (request, response) => {
      const { scope, page } = await pageOf(request);
      const change = validate(statusSchema, request.body, 'change');
      if (change.to === 'published') return void response.json(await publishPage(crm, scope, page));
      if (change.to === 'withdrawn') return void response.json(await withdrawPage(crm, scope, page));
      const version = (await versionsOf(crm, scope, page.id)).find(({ number }) => number === change.number);
      if (!version) throw new NotFoundError('version', String(change.number));
      response.json(await rollBackTo(crm, scope, page, version));
    });
    router.get('/forms/:id/embed', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const form = (await crm.records(Form).get(scope, String(request.params.id))) as FormRecord;
      response.json({ code: embedCode(crm, form), address: crm.links.address(`${FORM_PATH}/${form.key}`) });
    });
    return router;
  },
});
