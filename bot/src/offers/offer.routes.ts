import { fileNameOf, pdfOf } from '@clianta/agents/proposals/freeze-proposal';
import { paperOf } from '@clianta/agents/proposals/proposal-paper';
import { ANSWERS, answerProposal } from '@clianta/crm-core/crm/proposal/answer-proposal';
import { countView, visitorScope } from '@clianta/crm-core/crm/proposal/count-view';
import { OFFER_PATH, offerOf } from '@clianta/crm-core/crm/proposal/offer-link';
import type { ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { CliantaError } from '@clianta/crm-core/errors';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { given } from '../api/attachment.routes.ts';
import { tokenOf } from '../api/authentication.ts';
import { defineRoutes } from '../api/define-routes.ts';
import type { Sessions } from '../api/sessions.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors, privatePage, requireOwnPage, sendPage } from '../public-page.ts';
import { offerPage, type TypedAnswer } from './offer-page.ts';
import { offerState } from './offer-state.ts';

const person = {
  revision: z.coerce.number().int().min(1),
  name: z.string().trim().min(1, 'Please say who you are.').max(200),
  email: z.email('Please give your e-mail address, such as jane@acme.example.').max(254),
};
const answerSchema = z.object({
  ...person,
  answer: z.enum(ANSWERS),
  reason: z.string().trim().max(1_000).optional(),
});

/**
 * The pages of offers. Whoever has the address sees the offer and may answer it; nothing else is to be seen or done there.
 * Looking at a page changes nothing: a view is told by the page itself, once somebody really looks at it.
 */
export const offerRoutes = defineRoutes({
  at: 'page',
  routes({ crm, sessions, limits, allowedOrigins }) {
    const router = Router();
    const token = (request: Request) => String(request.params.token);
    const found = async (request: Request): Promise<ProposalRecord> => {
      await limits.take('offer', addressKey(request.ip));
      const offer = await offerOf(crm, token(request));
      if (!offer) throw new NoOfferError();
      return offer;
    };
    const show = async (request: Request, response: Response, offer: ProposalRecord, typed?: TypedAnswer) => {
      const path = `${OFFER_PATH}/${token(request)}`;
      const paper = await paperOf(crm, offer);
      const state = await offerState(crm, offer);
      const page = offerPage({ paper, revision: offer.revision, state, path, ...(typed && { typed }) });
      const isAnswer = typed !== undefined;
      sendPage(
        response,
        isAnswer ? 400 : 200,
        `Proposal ${paper.number} of ${paper.seller.name}`,
        page,
        isAnswer ? undefined : `${path}/seen`,
      );
    };

    const base = `${OFFER_PATH}/:token`;
    router.use(OFFER_PATH, privatePage);
    router.get(base, async (request, response) => show(request, response, await found(request)));
    router.get(`${base}/pdf`, async (request, response) => {
      const offer = await found(request);
      const scope = systemScope(offer.workspaceId);
      const kept = (await crm.records(Attachment).getMany(scope, [offer.pdfId ?? ''])).get(offer.pdfId ?? '');
      response.attachment(kept?.name ?? fileNameOf(offer)).type('application/pdf');
      if (!kept || kept.isDeleted) return response.send(Buffer.from(await pdfOf({ crm }, offer)));
      const { stream } = await crm.files.open(scope, kept.id);
      return given(stream, response);
    });
    router.post(`${base}/seen`, async (request, response) => {
      requireOwnPage(request, allowedOrigins, 'Please open the proposal by its link, and answer there.');
      const offer = await found(request);
      // the team looks at its own offers, too
      if (!(await isTeammate(crm, sessions, request, offer.workspaceId))) await countView(crm, offer);
      response.status(204).end();
    });
    router.post(
      `${base}/answer`,
      express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 10 }),
      async (request, response) => {
        requireOwnPage(request, allowedOrigins, 'Please open the proposal by its link, and answer there.');
        const offer = await found(request);
        const form = answerSchema.safeParse(request.body ?? {});
        if (!form.success)
          return show(request, response, offer, {
            ...typedIn(request.body),
            problem: form.error.issues[0]?.message ?? '',
          });
        const { answer, revision, reason, name, email } = form.data;
        await answerProposal(crm, visitorScope(offer.workspaceId, name), offer, {
          answer,
          revision,
          reason,
          signer: { name, email, ...(request.ip && { ip: request.ip }) },
        });
        response.redirect(303, `${OFFER_PATH}/${token(request)}`);
      },
    );
    router.use(OFFER_PATH, (_request, _response, next) => next(new NoOfferError()));
    router.use(OFFER_PATH, pageErrors);
    return router;
  },
});

/** A link that leads nowhere says nothing of why. */
class NoOfferError extends CliantaError {
  constructor() {
    super(
      'not_found',
      'This link leads to no proposal. Please check that it is complete, or ask whom you have it from.',
    );
  }
}

async function isTeammate(
  crm: CrmCore,
  sessions: Sessions,
  request: Request,
  workspaceId: string,
): Promise<boolean> {
  const cookie = tokenOf(request.headers);
  if (!cookie?.isCookie) return false;
  try {
    const { userId } = await sessions.read(cookie.token);
    return (await crm.facts(workspaceId)).team.some(({ id }) => id === userId);
  } catch {
    return false;
  }
}

function typedIn(body: unknown): Omit<TypedAnswer, 'problem'> {
  const { name, email, reason } = (body ?? {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return { name: text(name), email: text(email), reason: text(reason) };
}
