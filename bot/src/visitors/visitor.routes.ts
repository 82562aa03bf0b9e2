import { randomBytes } from 'node:crypto';
import { profileOf } from '@clianta/agents/visitors/visitor-context';
import {
  LONGEST_VISITOR_MESSAGE,
  type VisitorChatRecord,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import {
  chatOfVisitor,
  type Visit,
  visitorSays,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-chats';
import {
  answerVisitorWork,
  BURST_MS,
  forwardVisitorWork,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-work';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError, NotFoundError, UnauthenticatedError } from '@clianta/crm-core/errors';
import { PublicLinks } from '@clianta/crm-core/secrets/public-links';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import express, { type ErrorRequestHandler, type Request, Router } from 'express';
import { z } from 'zod';
import { defineRoutes } from '../api/define-routes.ts';
import { errorBody } from '../api/http-error.ts';
import { addressKey } from '../limits/address-key.ts';
import { closedPage, visitorPage } from './visitor-page.ts';

const VISIT_PATH = '/visit';

const messageSchema = z.strictObject({
  /** What the page calls it; sent again it is the same message. */
  id: z.string().min(1).max(64),
  text: z.string().max(LONGEST_VISITOR_MESSAGE * 4),
  locale: z.string().max(35).optional(),
  timeZone: z.string().max(60).optional(),
});

/**
 * The chat for visitors of a website, who have no account. A browser's key opens one chat, its own, and nothing else: there is
 * no way from here to records, teammates' conversations or agents.
 */
export const visitorRoutes = defineRoutes({
  at: 'page',
  routes({ crm, sites, limits }) {
    const router = Router();
    const base = `${VISIT_PATH}/:site`;
    const siteOf = async (request: Request) => {
      const siteId = String(request.params.site);
      const site = await sites.find(siteId);
      if (!site) throw new NotFoundError('chat', siteId);
      const profile = await profileOf(crm, site.workspaceId);
      return { siteId, ...site, profile };
    };
    const visitOf = async (request: Request): Promise<Visit> => {
      const { siteId, workspaceId, profile } = await siteOf(request);
      if (!profile?.isOn) throw new ForbiddenError('The chat is closed at the moment.');
      return { workspaceId, siteId, keyHash: PublicLinks.hashOf(keyOf(request)), consent: profile.consent };
    };

    router.use(VISIT_PATH, (_request, response, next) => {
      response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' });
      next();
    });
    router.get(base, async (request, response) => {
      const { workspaceId, origin, profile } = await siteOf(request);
      const { name } = await crm.records(Workspace).get(systemScope(workspaceId), workspaceId);
      const nonce = randomBytes(16).toString('base64');
      response.set({
        'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' ${origin}`,
        'Referrer-Policy': 'no-referrer',
      });
      const path = `${VISIT_PATH}/${encodeURIComponent(String(request.params.site))}`;
      response
        .type('html')
        .send(profile?.isOn ? visitorPage({ name, profile, path, nonce }) : closedPage(name, nonce));
    });
    router.get(`${base}/messages`, async (request, response) => {
      await limits.take('visitorNews', addressKey(request.ip));
      const visit = await visitOf(request);
      response.json(await shownChat(crm, await chatOfVisitor(crm, visit)));
    });
    router.post(`${base}/messages`, express.json({ limit: '20kb' }), async (request, response) => {
      await limits.take('visitorAddress', addressKey(request.ip));
      const visit = await visitOf(request);
      await limits.take('visitorMessage', visit.keyHash);
      const { locale, timeZone, ...message } = validate(messageSchema, request.body, 'message');
      const chat = await visitorSays(crm, { ...visit, locale, timeZone }, message);
      const { workspaceId } = chat;
      const at = new Date(crm.now().getTime() + BURST_MS);
      const work = chat.state === 'person' ? forwardVisitorWork : answerVisitorWork;
      await crm.enqueue(work, { chatId: chat.id }, { workspaceId, key: chat.id, at });
      response.status(202).json(await shownChat(crm, chat));
    });
    router.use(VISIT_PATH, ((error, request, response, next) => {
      if (response.headersSent) return next(error);
      const { status, body } = errorBody(error);
      response.status(status);
      // who opens the page reads a sentence; the page itself reads JSON
      if (request.path.endsWith('/messages')) return response.json(body);
      return response.type('html').send(closedPage('Chat', ''));
    }) satisfies ErrorRequestHandler);
    return router;
  },
});

const KEY = /^Bearer ([A-Za-z0-9_-]{43})$/;

/** @throws UnauthenticatedError for what is no key of a browser */
function keyOf(request: Request): string {
  const key = KEY.exec(request.get('authorization') ?? '')?.[1];
  if (!key) throw new UnauthenticatedError('This page has no key. Please load it again.');
  return key;
}

/** What a visitor sees: of a teammate their first name. */
async function shownChat(crm: CrmCore, chat: VisitorChatRecord | undefined) {
  if (!chat) return { state: 'bot', messages: [] };
  const scope = systemScope(chat.workspaceId);
  const { records: team } = await crm.records(TeamMember).find(scope, { limit: 500 });
  const names = new Map(team.map(({ userId, name }) => [userId, name.split(' ')[0]]));
  return {
    state: chat.state,
    messages: chat.messages.map(({ id, by, text, at, userId }) => ({
      id,
      by,
      text,
      at,
      ...(userId && { name: names.get(userId) ?? 'The team' }),
    })),
  };
}
