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
import { askForCopy, confirmCopy } from '@clianta/crm-core/conversations/visitor-chat/visitor-copies';
import { visitorSends } from '@clianta/crm-core/conversations/visitor-chat/visitor-files';
import {
  answerVisitorWork,
  BURST_MS,
  forwardVisitorWork,
  mailVisitorCopyWork,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-work';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError, NotFoundError, UnauthenticatedError } from '@clianta/crm-core/errors';
import { PublicLinks } from '@clianta/crm-core/secrets/public-links';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { defineRoutes } from '../api/define-routes.ts';
import { errorBody } from '../api/http-error.ts';
import { addressKey } from '../limits/address-key.ts';
import { shownMessages } from './shown-messages.ts';
import { closedPage, visitorPage } from './visitor-page.ts';

const VISIT_PATH = '/visit';

const messageSchema = z.strictObject({
  /** What the page calls it; sent again it is the same message. */
  id: z.string().min(1).max(64),
  text: z.string().max(LONGEST_VISITOR_MESSAGE * 4),
  locale: z.string().max(35).optional(),
  timeZone: z.string().max(60).optional(),
});

const fileSchema = z.object({ id: z.string().min(1).max(64), name: z.string().min(1).max(255) });
/** Where a copy is to go; then the code that was mailed there. */
const copySchema = z
  .strictObject({ email: z.string().max(254).optional(), code: z.string().max(20).optional() })
  .refine(({ email, code }) => (email === undefined) !== (code === undefined), {
    message: 'give email or code',
  });

const codeText = (company: string, code: string): string =>
  [
    `Somebody who chats with ${company} wants a copy of that chat at this address. If it is you, type this code there:`,
    code,
    'It is good for 15 minutes. If it is not you, nothing is to be done: without the code nothing more is sent.',
  ].join('\n\n');

/**
 * The chat for visitors of a website, who have no account. A browser's key opens one chat, its own, and nothing else: there is
 * no way from here to records, teammates' conversations or agents.
 */
export const visitorRoutes = defineRoutes({
  at: 'page',
  routes({ crm, sites, limits, mailer }) {
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

    const took = async (response: Response, chat: VisitorChatRecord) => {
      const { workspaceId } = chat;
      const at = new Date(crm.now().getTime() + BURST_MS);
      const work = chat.state === 'person' ? forwardVisitorWork : answerVisitorWork;
      await crm.enqueue(work, { chatId: chat.id }, { workspaceId, key: chat.id, at });
      response.status(202).json(await shownChat(crm, chat));
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
      const open = { name, path, nonce, hasCopies: mailer !== undefined };
      response.type('html').send(profile?.isOn ? visitorPage({ ...open, profile }) : closedPage(name, nonce));
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
      await took(response, await visitorSays(crm, { ...visit, locale, timeZone }, message));
    });
    router.post(`${base}/files`, async (request, response) => {
      try {
        await limits.take('visitorFile', addressKey(request.ip));
        const visit = await visitOf(request);
        await limits.take('visitorFile', visit.keyHash);
        const named = validate(fileSchema, request.query, 'file');
        await took(response, await visitorSends(crm, visit, { ...named, stream: request }));
      } finally {
        // the rest of one that is not taken is read and thrown away, so that its sender hears why
        request.resume();
      }
    });
    router.post(`${base}/copy`, express.json({ limit: '2kb' }), async (request, response) => {
      if (!mailer) throw new ForbiddenError('Copies are not sent from here.');
      await limits.take('visitorCopy', addressKey(request.ip));
      const visit = await visitOf(request);
      await limits.take('visitorCopy', visit.keyHash);
      const asked = validate(copySchema, request.body, 'request');
      if (asked.email !== undefined) {
        const { email, code } = await askForCopy(crm, visit, asked.email);
        await limits.take('visitorCopy', email);
        const { name } = await crm.records(Workspace).get(systemScope(visit.workspaceId), visit.workspaceId);
        await mailer.send({ to: email, subject: `${code} is your code`, text: codeText(name, code) });
        response.status(202).json({ isSent: false });
        return;
      }
      const { chat, email } = await confirmCopy(crm, visit, asked.code ?? '');
      const { id: chatId, workspaceId } = chat;
      const upTo = chat.messages.length;
      const key = `${chatId}:${upTo}:${email}`;
      await crm.enqueue(mailVisitorCopyWork, { chatId, email, upTo }, { workspaceId, key });
      response.status(202).json({ isSent: true });
    });
    router.use(VISIT_PATH, ((error, request, response, next) => {
      if (response.headersSent) return next(error);
      const { status, body } = errorBody(error);
      response.status(status);
      // who opens the page reads a sentence; the page itself reads JSON
      if (/\/(messages|files|copy)$/.test(request.path)) return response.json(body);
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

async function shownChat(crm: CrmCore, chat: VisitorChatRecord | undefined) {
  return chat
    ? { state: chat.state, messages: await shownMessages(crm, chat) }
    : { state: 'bot', messages: [] };
}
