import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { CreateInputOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import { answerTo, bareSubject, shortened } from '@clianta/crm-core/marketing/drafts/answer-to';
import type { EmailDraft } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import { mailToAnswer } from '@clianta/crm-core/marketing/drafts/mail-to-answer';
import { MOST_ATTACHED, MOST_FILES } from '@clianta/crm-core/marketing/drafts/sent-files';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type {
  Addressee,
  EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { mailboxOf } from '@clianta/crm-core/marketing/outbox/queue-mail';
import {
  EmailTemplate,
  type EmailTemplateRecord,
} from '@clianta/crm-core/marketing/templates/email-template.schema';
import { renderTemplate } from '@clianta/crm-core/marketing/templates/render-template';
import { firstNameOf, mailValues } from '@clianta/crm-core/marketing/templates/template-values';
import type { ToolContext } from '../../../tool.ts';
import { AskBack } from '../../../tools/ask-back.ts';
import { formatDate } from '../../../tools/format.ts';
import { resolveOne } from '../../../tools/resolve.ts';
import { textOf, threadOf, threadSpokenOf, threadWith } from './mail-answered.ts';
import { followUp, meetingFacts } from './meeting-facts.ts';
import { type Recipient, recipientCalled } from './recipient.ts';
import { asSentence, letter, openingOf, type Purpose, subjectFor } from './wording.ts';

/** What was said of a mail that is to be written. */
export interface Said {
  kind?: 'new' | 'reply' | 'forward' | undefined;
  to?: string | undefined;
  cc?: string | undefined;
  /** Whose mail is forwarded. */
  of?: string | undefined;
  about?: string | undefined;
  text?: string | undefined;
  subject?: string | undefined;
  purpose?: Purpose | undefined;
  after?: 'meeting' | 'call' | undefined;
  template?: string | undefined;
  all?: boolean | undefined;
  /** The whole text, to the letter. */
  body?: string | undefined;
  /** The mail that is answered or forwarded, where it was found by what was said of it. */
  mail?: EmailMessageRecord | undefined;
}

export type NewDraft = CreateInputOf<typeof EmailDraft>;

/** The draft that follows from what was said; nothing is written. @throws AskBack for what is not clear */
export async function composed(context: ToolContext, said: Said): Promise<NewDraft> {
  const draft =
    said.kind === 'reply'
      ? await reply(context, said)
      : said.kind === 'forward'
        ? await forward(context, said)
        : await fresh(context, said);
  const cc = said.cc === undefined ? [] : [addresseeOf(await recipientCalled(context, said.cc, 'cc'))];
  return { ...draft, cc: [...(draft.cc ?? []), ...cc] };
}

async function fresh(context: ToolContext, said: Said): Promise<NewDraft> {
  const recipient =
    said.to === undefined ? await spokenOf(context) : await recipientCalled(context, said.to, 'to');
  const template = said.template && (await resolveOne(context, EmailTemplate, said.template, 'template'));
  if (template) return fromTemplate(context, template, recipient, said);
  const { body } = said;
  if (body !== undefined)
    return {
      ...headFor(context, recipient),
      subject: said.subject ?? subjectFor({ text: body }),
      text: body,
    };
  const paragraphs = await paragraphsOf(context, said, recipient);
  return {
    ...headFor(context, recipient),
    subject: said.subject ?? (said.after && !said.about ? `Our ${said.after}` : subjectFor(said)),
    text: letter(firstNameOf(recipient?.name), paragraphs, context.scope.actor.name),
  };
}

async function paragraphsOf(
  context: ToolContext,
  { after, about, text, purpose }: Said,
  recipient: Recipient | undefined,
): Promise<string[]> {
  const facts = after && recipient ? followUp(await meetingFacts(context, recipient, after), context) : [];
  const own = [
    ...(about ? [openingOf(about, purpose)] : []),
    ...(text ? [/\n/.test(text) ? text : asSentence(text)] : []),
  ];
  if (facts.length + own.length > 0) return [...facts, ...own];
  if (purpose === 'thanks') return ['Thank you very much.'];
  throw new InvalidError(
    `What is the mail to say? Such as “write ${recipient?.name ?? 'Jane'} that Tuesday works”, or “… about the delivery”.`,
  );
}

async function fromTemplate(
  context: ToolContext,
  template: EmailTemplateRecord,
  recipient: Recipient | undefined,
  said: Said,
): Promise<NewDraft> {
  const { crm, scope } = context;
  const one = async <E extends typeof Company | typeof Opportunity>(entity: E, id: string | undefined) =>
    id ? (await crm.records(entity).getMany(scope, [id])).get(id) : undefined;
  const account = await mailboxOf(crm, scope.workspaceId, scope.actor.id);
  const valuesFor = await mailValues(crm, scope.workspaceId);
  const { subject, html, text, missing } = renderTemplate(
    template,
    valuesFor({
      contact: recipient?.contact,
      company: await one(Company, recipient?.companyId),
      deal: await one(Opportunity, recipient?.dealId),
      sender: { name: scope.actor.name, email: account?.address },
    }),
  );
  return {
    ...headFor(context, recipient),
    subject: said.subject ?? subject,
    text,
    html,
    missing,
    templateId: template.id,
  };
}

async function reply(context: ToolContext, said: Said): Promise<NewDraft> {
  const recipient = said.to === undefined ? undefined : await recipientCalled(context, said.to, 'to');
  const thread = said.mail
    ? await threadOf(context, said.mail)
    : recipient
      ? await threadWith(context, recipient)
      : await threadSpokenOf(context);
  if (!thread) throw nothingToAnswer(said, recipient);
  if (!said.text && !said.about && !said.body)
    throw new InvalidError(`What is the answer to “${thread.subject}”? Such as “reply that Tuesday works”.`);
  const mail = await mailToAnswer(context.crm, context.scope, thread.id, said.mail);
  const account = (await context.crm.records(EmailAccount).getMany(context.scope, [mail.accountId])).get(
    mail.accountId,
  );
  const own = account ?? { address: '', aliases: [] };
  const head = answerTo(mail, own, { all: said.all === true });
  const first = firstNameOf(head.to[0]?.name ?? recipient?.name);
  return {
    ...linksOf(context, recipient),
    kind: 'reply',
    threadId: thread.id,
    contactIds: mail.contactIds,
    companyIds: mail.companyIds,
    to: head.to,
    cc: head.cc,
    ...(head.from && { from: head.from }),
    ...(account?.ownerId === context.scope.actor.id || account?.isForTeam
      ? { accountId: mail.accountId }
      : {}),
    subject: said.subject ?? head.subject,
    inReplyTo: head.inReplyTo,
    references: head.references,
    text: said.body ?? letter(first, await paragraphsOf(context, said, recipient), context.scope.actor.name),
  };
}

/** All of them, or none where that is more than servers take. */
function filesOf({ id: mailId, attachments }: EmailMessageRecord): NewDraft['attachments'] {
  const bytes = attachments.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_ATTACHED || attachments.length > MOST_FILES) return [];
  return attachments.map(({ name, type, size, fileId }, at) => ({
    ...{ name, type, size },
    ...(fileId ? { fileId } : { mailId, at }),
  }));
}

async function forward(context: ToolContext, said: Said): Promise<NewDraft> {
  const from = said.of === undefined ? undefined : await recipientCalled(context, said.of, 'of');
  const thread = said.mail
    ? await threadOf(context, said.mail)
    : from
      ? await threadWith(context, from)
      : await threadSpokenOf(context);
  if (!thread)
    throw new InvalidError(
      from
        ? `There is no mail with ${from.name ?? from.address} that I can see.`
        : 'Which mail is to be forwarded? Say whose it is.',
    );
  if (said.to === undefined) throw new InvalidError(`To whom is “${thread.subject}” to be forwarded?`);
  const recipient = await recipientCalled(context, said.to, 'to');
  const mail = await mailToAnswer(context.crm, context.scope, thread.id, said.mail);
  const body = await textOf(context, mail.id);
  if (body === undefined)
    throw new InvalidError(
      `The text of “${mail.subject}” is its owner’s alone, so only they can forward it.`,
    );
  const quoted = [
    '---------- Forwarded message ----------',
    `From: ${inWords(mail.from)}`,
    `Date: ${mail.sentAt ? formatDate(mail.sentAt, context) : ''}`,
    `Subject: ${mail.subject}`,
    `To: ${mail.to.map(inWords).join(', ')}`,
    '',
    body.trim(),
  ].join('\n');
  const own = said.text ? [asSentence(said.text)] : [];
  return {
    ...headFor(context, recipient),
    kind: 'forward',
    subject: `Fwd: ${bareSubject(mail.subject)}`,
    references: shortened([...mail.references, mail.messageId]),
    attachments: filesOf(mail),
    // without words of one's own there is nothing to greet with
    text:
      own.length > 0
        ? `${letter(firstNameOf(recipient.name), own, context.scope.actor.name)}\n\n${quoted}`
        : quoted,
  };
}

function nothingToAnswer(said: Said, recipient: Recipient | undefined): Error {
  if (!recipient)
    return new InvalidError('Which mail is to be answered? Say whose it is: “reply to Jane that …”.');
  const who = recipient.name ?? recipient.address ?? 'them';
  const { kind: _kind, all: _all, ...rest } = said;
  const args = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return new AskBack({
    text: `I see no mail from ${who} to reply to. Shall I write a new one?`,
    options: [
      {
        label: 'Write a new mail',
        value: 'new',
        call: { tool: 'draft_mail', args: { ...args, to: recipient.contact?.id ?? who } },
      },
    ],
    argument: '',
  });
}

async function spokenOf(context: ToolContext): Promise<Recipient | undefined> {
  const item = context.focus.find(({ entity }) => ['contact', 'company', 'opportunity'].includes(entity));
  return item && recipientCalled(context, item.id, 'to');
}

const addresseeOf = ({ address, name }: Recipient): Addressee => {
  if (!address) throw new InvalidError(`${name ?? 'They'} has no e-mail address. Add it, or say one.`);
  return { address, ...(name && { name }) };
};

function headFor(context: ToolContext, recipient: Recipient | undefined): NewDraft {
  return { ...linksOf(context, recipient), to: recipient ? [addresseeOf(recipient)] : [] };
}

function linksOf({ scope }: ToolContext, recipient: Recipient | undefined): NewDraft {
  return {
    authorId: scope.actor.id,
    contactIds: recipient?.contact ? [recipient.contact.id] : [],
    companyIds: recipient?.companyId ? [recipient.companyId] : [],
    ...(recipient?.dealId && { opportunityId: recipient.dealId }),
  };
}

/** Without angle brackets, which a chat takes for HTML. */
export const inWords = ({ name, address }: Addressee): string => (name ? `${name} (${address})` : address);
