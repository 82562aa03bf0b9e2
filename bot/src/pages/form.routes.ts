import type { CrmCore } from '@clianta/crm-core/crm-core';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError, InvalidError, NotFoundError } from '@clianta/crm-core/errors';
import type { FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import { FORMS_PATH, formAt, prepareForms } from '@clianta/crm-core/marketing/form/form-at';
import {
  receiveSubmission,
  type SentForm,
} from '@clianta/crm-core/marketing/form-submission/receive-submission';
import { visitorIdSchema } from '@clianta/crm-core/tracking/visitor/visitor.schema';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { defineRoutes } from '../api/define-routes.ts';
import { sendError } from '../api/http-error.ts';
import { addressKey } from '../limits/address-key.ts';
import type { Limits } from '../limits/limits.ts';
import { proofSchema } from './form-proof.ts';
import { shownForm, thanksOf } from './shown-form.ts';

const MOST_BYTES = 32 * 1_024;

const sentSchema = z.strictObject({
  clientId: z.string().regex(/^[\w-]{8,64}$/),
  values: z.record(z.string(), z.unknown()),
  isAgreed: z.boolean().default(false),
  proof: proofSchema,
  url: z.string().max(1_000).optional(),
  referrer: z.string().max(1_000).optional(),
  pageId: z.string().max(60).optional(),
  variant: z.string().max(40).optional(),
  /** The browser, where the site's tracker knows it. */
  visitorId: visitorIdSchema.optional(),
  /** People do not see it. */
  fax: z.string().max(500).optional(),
});

/**
 * What sites that embed a form ask for and send. A form says by itself which sites may; to whoever sends, the answer is the same
 * whether an address is known or new, taken or put aside.
 */
export const formRoutes = defineRoutes({
  at: 'page',
  prepare: async ({ crm, proofs }) => {
    await proofs.prepare();
    await prepareForms(crm);
  },
  routes({ crm, limits, proofs, allowedOrigins }) {
    const router = Router();
    const base = `${FORMS_PATH}/:key`;
    const open: RequestHandler = async (request, response, next) => {
      response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' }).vary('Origin');
      await limits.take('pageView', addressKey(request.ip));
      const form = await openForm(crm, String(request.params.key));
      const origin = request.get('origin');
      if (origin !== undefined) {
        if (!mayEmbed(request, form, origin, allowedOrigins))
          throw new ForbiddenError(
            'This form is not made for this site. Add the site in the form’s settings.',
          );
        response.set({
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Allow-Headers': 'content-type',
        });
      }
      response.locals.form = form;
      next();
    };
    router.options([base, `${base}/start`], open, (_request, response) => void response.status(204).end());
    router.get(base, open, (_request, response) => void response.json(shownForm(formOf(response))));
    router.post(`${base}/start`, open, async (_request, response) => {
      response.json(await proofs.begin(formOf(response).key));
    });
    router.post(base, open, express.json({ limit: MOST_BYTES }), async (request, response) => {
      const form = formOf(response);
      await takeSending(limits, request);
      if (request.body === undefined) throw new InvalidError('Send the answers as JSON.');
      const { proof, url, referrer, pageId, variant, visitorId, fax, ...sent } = validate(
        sentSchema,
        request.body,
        'form',
      );
      await proofs.spend(form.key, sent.clientId, proof);
      const touch = { url, referrer, pageId, variant, visitorId };
      await receiveSubmission(crm, form, {
        ...sent,
        touch,
        ip: request.ip,
        isTrapped: Boolean(fax),
      } as SentForm);
      response.status(202).json(thanksOf(form));
    });
    router.use(FORMS_PATH, sendTooLarge, sendError);
    return router;
  },
});

/** Five in a minute and thirty in an hour from one address. */
export async function takeSending(limits: Limits, request: Request): Promise<void> {
  const key = addressKey(request.ip);
  await limits.take('formSend', key);
  await limits.take('formSendHourly', key);
}

/** @throws NotFoundError for a form that is not there, or off */
export async function openForm(crm: CrmCore, key: string): Promise<FormRecord> {
  const form = await formAt(crm, key);
  if (!form?.isOn) throw new NoFormError();
  return form;
}

class NoFormError extends NotFoundError {
  constructor() {
    super('form', '');
    this.message = 'This form is not there any more.';
  }
}

const formOf = (response: Response) => response.locals.form as FormRecord;

const mayEmbed = (
  request: Request,
  { origins }: FormRecord,
  origin: string,
  allowedOrigins: readonly string[],
): boolean =>
  origin === `${request.protocol}://${request.get('host')}` ||
  allowedOrigins.includes(origin) ||
  origins.includes(origin);

const sendTooLarge: express.ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof Error && 'type' in error && error.type === 'entity.too.large')) return next(error);
  const message = `What is sent is ${MOST_BYTES / 1_024} KB at most.`;
  response.status(413).json({ error: { code: 'invalid', message } });
};
