import { Readable } from 'node:stream';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { validate } from '@clianta/crm-core/entity/validate';
import { NotFoundError } from '@clianta/crm-core/errors';
import { answerTo } from '@clianta/crm-core/marketing/drafts/answer-to';
import { EmailDraft } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import { mailToAnswer } from '@clianta/crm-core/marketing/drafts/mail-to-answer';
import { sendDraft, sendingMailbox } from '@clianta/crm-core/marketing/drafts/send-draft';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { EmailTemplate } from '@clianta/crm-core/marketing/templates/email-template.schema';
import { renderTemplate } from '@clianta/crm-core/marketing/templates/render-template';
import { mailValues } from '@clianta/crm-core/marketing/templates/template-values';
import { Router } from 'express';
import { z } from 'zod';
import { cleanHtml } from '../mail-sync/clean-html.ts';
import { given, guarded } from './attachment.routes.ts';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';

const MOST_MAILS = 100;
const SHOWN = [
  'received',
  'sent',
  'queued',
  'claimed',
  'transmitting',
  'failed',
  'unknown',
  'bounced',
  'held',
];
const replySchema = z.strictObject({
  text: z.string().trim().min(1).max(100_000),
  all: z.boolean().default(false),
});

/** What of mail is more than its records: threads with what their mails say, and answers that a person sends. */
export const mailRoutes = defineRoutes({
  at: 'workspace',
  routes({ crm, fetchMailFiles }) {
    const router = Router({ mergeParams: true });
    router.get('/email-threads/:id/mails', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const thread = await crm.records(EmailThread).get(scope, String(request.params.id));
      const { records } = await crm.records(EmailMessage).find(scope, {
        where: [
          { field: 'threadId', op: 'eq', value: thread.id },
          { field: 'status', op: 'in', value: SHOWN },
        ],
        sort: '-sentAt',
        limit: MOST_MAILS,
      });
      // who may read them is asked by the records; the HTML is no field that anybody sees as it came
      const at = ({ sentAt, dueAt, createdAt }: EmailMessageRecord) =>
        (sentAt ?? dueAt ?? createdAt).getTime();
      const newest = records.toSorted((a, b) => at(b) - at(a));
      const ids = records.map(({ id }) => id);
      const bodies = await crm.records(EmailBody).getMany(scope, ids);
      const raw = await crm.store
        .model(EmailBody)
        .find({ _id: { $in: [...bodies.keys()] }, workspaceId: scope.workspaceId })
        .select('html')
        .lean<Array<{ _id: string; html?: string }>>();
      const html = new Map(raw.map((one) => [one._id, one.html]));
      response.json({
        thread,
        mails: newest.map((mail) => shown(mail, bodies.get(mail.id)?.text, html.get(mail.id))),
      });
    });
    router.post('/email-threads/:id/reply', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      const { text, all } = validate(replySchema, request.body, 'reply');
      const thread = await crm.records(EmailThread).get(scope, String(request.params.id));
      const mail = await mailToAnswer(crm, scope, thread.id);
      const account = (await crm.records(EmailAccount).getMany(scope, [mail.accountId])).get(mail.accountId);
      const head = answerTo(mail, account ?? { address: '', aliases: [] }, { all });
      const isTheirs = account && (account.ownerId === scope.actor.id || account.isForTeam);
      // refused before anything is written
      await sendingMailbox(crm, scope, {
        authorId: scope.actor.id,
        ...(isTheirs && { accountId: account.id }),
      });
      const draft = await crm.records(EmailDraft).create(scope, {
        kind: 'reply',
        authorId: scope.actor.id,
        threadId: thread.id,
        to: head.to,
        cc: head.cc,
        ...(head.from && { from: head.from }),
        ...(isTheirs && { accountId: account.id }),
        subject: head.subject,
        text,
        inReplyTo: head.inReplyTo,
        references: head.references,
        contactIds: mail.contactIds,
        companyIds: mail.companyIds,
      });
      await sendDraft(crm, scope, draft);
      await crm.records(EmailThread).update(scope, thread.id, { state: 'waiting' });
      response.status(202).json({ draftId: draft.id });
    });
    router.get('/email-messages/:id/attachments/:at', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const mail = await crm.records(EmailMessage).get(scope, String(request.params.id));
      // whoever may read what it says may have its files
      await crm.records(EmailBody).get(scope, mail.id);
      const at = Number(request.params.at);
      const named = mail.attachments[at];
      if (!named) throw new NotFoundError('attachment', String(request.params.at));
      const file = named.mailId ? { mailId: named.mailId, at: named.at ?? 0 } : { mailId: mail.id, at };
      const content = named.fileId
        ? (await crm.files.open(scope, named.fileId)).stream
        : (await fetchMailFiles(scope.workspaceId, file.mailId))[file.at]?.content;
      if (!content) throw new NotFoundError('attachment', named.name);
      guarded(response, named.type);
      response.attachment(named.name).type(named.type);
      await given(Buffer.isBuffer(content) ? Readable.from([content]) : content, response);
    });
    router.get('/email-templates/:id/preview', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const template = await crm.records(EmailTemplate).get(scope, String(request.params.id));
      const { records } = await crm.records(Contact).find(scope, {
        where: [{ field: 'email', op: 'is_set' }],
        sort: '-updatedAt',
        limit: 1,
      });
      const valuesFor = await mailValues(crm, scope.workspaceId);
      const [contact] = records;
      const sample = valuesFor({
        contact,
        sender: { name: scope.actor.name },
        unsubscribe: 'https://example.com/unsubscribe',
      });
      const { subject, html, missing } = renderTemplate(template, sample);
      response.json({ subject, html, missing, ...(contact && { as: contact.name }) });
    });
    return router;
  },
});

function shown(
  { id, from, to, cc, subject, sentAt, direction, status, why, attachments, autoKind }: EmailMessageRecord,
  text: string | undefined,
  html: string | undefined,
) {
  const isReadable = text !== undefined;
  return {
    ...{ id, from, to, cc, subject, sentAt, direction, status, why, attachments, autoKind, isReadable },
    ...(isReadable && { text }),
    ...(html && { html: cleanHtml(html) }),
  };
}
