import { InvalidError } from '@clianta/crm-core/errors';
import { cancelMail } from '@clianta/crm-core/marketing/drafts/cancel-mail';
import { EmailDraft, type EmailDraftRecord } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import {
  requireWhole,
  sendDraft,
  sendingMailbox,
  withSignature,
} from '@clianta/crm-core/marketing/drafts/send-draft';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { draftCards, draftFocus } from './draft-card.ts';
import { type Forwarded, forwardMails, proposeForward } from './forward-mails.ts';
import { mailsInWords, mailsMeant, mailsShape } from './mails-meant.ts';
import { type SendTime, sendTime, timeInWords } from './send-time.ts';
import { draftMeant } from './writing/change-draft.ts';
import { composed, inWords, type NewDraft, type Said } from './writing/compose.ts';

const input = z.strictObject({
  draft: oneOf(EmailDraft).describe('The draft to send; left out: the one spoken of').optional(),
  to: slot({ kind: 'person' }, z.string().describe('Without a draft: who is written to')).optional(),
  text: slot(
    { kind: 'text' },
    z.string().trim().min(1).max(20_000).describe('Without a draft: what the mail says'),
  ).optional(),
  body: slot({ kind: 'quote' }, z.string().min(1).max(20_000))
    .describe('Instead of text: the whole mail to the letter, without a greeting beside it')
    .optional(),
  subject: slot({ kind: 'text' }, z.string().trim().min(1).max(300))
    .describe('Without a draft: the subject line')
    .optional(),
  kind: z.enum(['new', 'reply', 'forward']).optional().describe('forward: mails go on as they came'),
  of: slot({ kind: 'person' }, z.string().describe('Of a reply or forward: whose mail it is')).optional(),
  about: slot({ kind: 'text' }, z.string().trim().min(1).max(998))
    .describe('Of a reply or forward: the subject of that mail')
    .optional(),
  period: mailsShape.period,
  isAll: z.boolean().optional().describe('Of a forward: all mails that match, not the newest one'),
  at: slot({ kind: 'moment' }, z.string().describe('When it goes out; left out: now')).optional(),
  clock: z.enum(['mine', 'theirs']).optional().describe('On whose clock the time is meant'),
  zone: slot({ kind: 'text' }, z.string().describe('A time zone: Asia/Tokyo')).optional(),
  cancel: z.boolean().optional().describe('Take it back out of the outbox instead'),
});
type Args = z.output<typeof input>;

export const sendMail = defineTool({
  name: 'send_mail',
  does: 'Sending an e-mail',
  operation: 'other',
  entity: 'emailDraft',
  description:
    'Sends a draft now or at a time, or a short mail that is said at once; always proposed with its exact text first. With cancel: takes one back as long as it has not gone.',
  input,
  effect: 'ask',
  stops: { entity: EmailDraft.name, args: { cancel: true } },
  async propose(args, context): Promise<Proposal | undefined> {
    if (args.cancel) return undefined;
    if (args.kind === 'forward') return proposeForward(context, forwardedOf(args));
    const { draft, values, time } = await meant(context, args);
    requireUnsent(draft);
    const mail = { ...values, text: values.text ?? '' };
    requireWhole({ to: values.to as EmailDraftRecord['to'], text: mail.text, missing: values.missing ?? [] });
    const account = await sendingMailbox(context.crm, context.scope, {
      authorId: context.scope.actor.id,
      ...(values.accountId && { accountId: values.accountId }),
    });
    const from = values.from ?? account.address;
    const to = (values.to ?? []).map((one) => inWords(one as { address: string; name?: string }));
    return {
      title: `Send “${values.subject || 'No subject'}” to ${to.join(', ')}`,
      preview: {
        count: 1,
        sample: [{ title: values.subject || 'No subject', detail: to.join(', ') }],
        changes: [
          { label: 'From', to: account.displayName ? `${account.displayName} <${from}>` : from },
          { label: 'To', to: to.join(', ') },
          ...copies('Cc', values.cc),
          ...copies('Bcc', values.bcc),
          { label: 'Subject', to: values.subject || '—' },
          { label: 'Goes out', to: time ? timeInWords(time, context) : 'At once' },
          ...(values.attachments ?? []).map(({ name }) => ({ label: 'Attachment', to: name })),
          { label: 'Text', to: withSignature(mail.text, account.signature).trim() },
        ],
      },
      recordIds: draft ? [draft.id] : (values.contactIds ?? []),
    };
  },
  async run(args, context): Promise<ToolResult> {
    if (args.cancel) return cancelled(context, args);
    if (args.kind === 'forward') return forwardMails(context, forwardedOf(args));
    if (!context.approvedIds) throw new InvalidError('Sending a mail needs an approval.');
    const { draft: known, values, time } = await meant(context, args);
    requireUnsent(known);
    const approved = known && context.approvedVersions?.get(known.id);
    if (known && approved !== undefined && approved !== known.version)
      throw new InvalidError(
        `“${EmailDraft.titleOf(known)}” was changed since it was approved, so it was not sent. Ask for it again.`,
      );
    const written = known ?? (await context.crm.records(EmailDraft).create(context.scope, values));
    const { draft, account } = await sendDraft(context.crm, context.scope, written, { at: time?.at });
    const to = draft.to.map(inWords).join(', ');
    return {
      text: time
        ? `“${EmailDraft.titleOf(draft)}” goes out to ${to} on ${timeInWords(time, context)}, from ${account.address}. Until then “don’t send it” takes it back.`
        : `“${EmailDraft.titleOf(draft)}” is on its way to ${to}, from ${account.address}.`,
      cards: await draftCards(context, draft, time ? 'Scheduled' : 'Sent', ['status', 'sendAt']),
      changes: [{ entity: EmailDraft.name, id: draft.id, change: known ? 'updated' : 'created' }],
      focus: await draftFocus(context, draft),
      suggestions: ["Don't send it", 'Did they open it?'],
      isAnswer: true,
    };
  },
});

function requireUnsent(draft: EmailDraftRecord | undefined): void {
  if (draft?.status === 'queued')
    throw new InvalidError(
      `“${EmailDraft.titleOf(draft)}” is in the outbox already. Say “don’t send it” to take it back, as long as it has not gone.`,
    );
}

/** What is sent: the draft, or what was said at once. */
async function meant(
  context: ToolContext,
  { draft: name, ...said }: Args,
): Promise<{ draft: EmailDraftRecord | undefined; values: NewDraft; time: SendTime | undefined }> {
  const { to, text, body } = said;
  const isReply = said.kind === 'reply' && (said.of !== undefined || said.about !== undefined);
  const isNew = !name && (isReply || (to !== undefined && (text ?? body) !== undefined));
  const campaign = { tool: 'send_campaign', args: said.at ? { at: said.at } : {} };
  const draft = isNew ? undefined : await draftMeant(context, name ?? approvedDraft(context), campaign);
  if (draft && to !== undefined) await requireTo(context, draft, to);
  const values = draft ?? (await composed(context, isReply ? await answering(context, said) : newMail(said)));
  return { draft, values, time: await sendTime(context, said, values.contactIds ?? []) };
}

function forwardedOf({ to, of: from, about, period, isAll }: Args): Forwarded {
  if (to === undefined) throw new InvalidError('To whom shall it be forwarded? Say a name or an address.');
  return { to, from, about, period, isAll };
}

const newMail = ({ to, text, body, subject }: Args): Said => ({ to, text, body, subject });

/** The answer to the newest mail that fits what was said of it. */
async function answering(context: ToolContext, { of, about, text, body }: Args): Promise<Said> {
  const [mail] = await mailsMeant(context, { from: of, about });
  if (!mail) throw new InvalidError(`There is no ${mailsInWords({ from: of, about })} to answer.`);
  return { kind: 'reply', mail, text, body };
}

/** What was approved is sent, whatever has been spoken of since. */
const approvedDraft = ({ approvedIds }: ToolContext) => approvedIds?.[0];

/** "Send it to Olga" of a draft to somebody else sends nothing to anybody. */
async function requireTo(context: ToolContext, draft: EmailDraftRecord, to: string): Promise<void> {
  const { to: meantTo = [] } = await composed(context, { to, text: 'x' });
  const wanted = meantTo[0]?.address;
  if (draft.to.length > 0 && draft.to.some(({ address }) => address === wanted)) return;
  const now = draft.to.map(inWords).join(', ') || 'nobody';
  throw new InvalidError(`The draft goes to ${now}. Say “make it to ${to}” first, then send it.`);
}

const copies = (label: string, people: NewDraft['cc']) =>
  (people ?? []).length > 0
    ? [
        {
          label,
          to: (people ?? []).map((one) => inWords(one as { address: string; name?: string })).join(', '),
        },
      ]
    : [];

async function cancelled(context: ToolContext, { draft: name }: Args): Promise<ToolResult> {
  const before = await newestSent(context, name);
  const title = EmailDraft.titleOf(before);
  if (before.status === 'draft')
    return {
      text: `“${title}” is only a draft: nothing was sent.`,
      focus: await draftFocus(context, before),
      isAnswer: true,
    };
  const { isCancelled, draft, mail } = await cancelMail(context.crm, context.scope, before);
  return {
    text: isCancelled
      ? `Cancelled: “${title}” was not sent. It is a draft again.`
      : `“${title}” has gone already${mail?.status === 'unknown' ? ', or may have: the server gave no answer' : ''}, so it cannot be taken back.`,
    ...(isCancelled && {
      cards: await draftCards(context, draft, 'Not sent', ['status']),
      changes: [{ entity: EmailDraft.name, id: draft.id, change: 'updated' as const }],
    }),
    focus: await draftFocus(context, draft),
    isAnswer: true,
  };
}

/** Of what was put into the outbox the one named, spoken of, or the last one. */
async function newestSent(context: ToolContext, name: string | undefined): Promise<EmailDraftRecord> {
  const isSpokenOf = context.focus.some(({ entity }) => entity === EmailDraft.name);
  if (name || isSpokenOf) return draftMeant(context, name);
  const { records } = await context.crm.records(EmailDraft).find(context.scope, {
    where: [{ field: 'status', op: 'eq', value: 'queued' }],
    sort: '-updatedAt',
    limit: 1,
  });
  if (records[0]) return records[0];
  throw new InvalidError('Nothing of yours is waiting to be sent.');
}
