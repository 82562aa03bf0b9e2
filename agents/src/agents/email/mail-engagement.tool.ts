import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { EmailDraft } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import { type MailFate, mailFates } from '@clianta/crm-core/marketing/engagement/mail-fates';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { periodShape, withinPeriod } from '../../tools/period.ts';
import { inWords } from './writing/compose.ts';
import { recipientCalled } from './writing/recipient.ts';

const MOST = 200;
const SHOWN = 20;
const MAIL = { one: 'e-mail', many: 'e-mails' };

export const mailEngagement = defineTool({
  name: 'mail_engagement',
  does: 'Looking what became of mail',
  entity: 'emailDraft',
  description:
    'What became of mail that was sent: delivered, bounced, answered, of one person or in a period. Opens and clicks are not counted.',
  input: z.strictObject({
    to: slot(
      { kind: 'subject' },
      z.string().describe('Whom the mail went to; left out: all of mine'),
    ).optional(),
    period: periodShape.optional(),
    only: z.enum(['answered', 'unanswered', 'bounced']).optional(),
    asks: z
      .enum(['opened', 'clicked'])
      .optional()
      .describe('What was asked: whether it was opened or clicked'),
  }),
  effect: 'read',
  async run({ to, period, only, asks }, context): Promise<ToolResult> {
    const where = [...(await whose(context, to)), ...withinPeriod(context, 'sentAt', period)];
    const all = await mailFates(context.crm, context.scope, where, MOST);
    const fates = all.filter(
      (fate) =>
        only === undefined ||
        (only === 'bounced' ? fate.mail.status === 'bounced' : fate.isAnswered === (only === 'answered')),
    );
    const limit =
      asks === undefined
        ? ''
        : ` Whether it was ${asks} I do not know: personal mail carries nothing that tells.`;
    const [latest] = fates;
    if (!latest)
      return {
        text: `${all.length > 0 ? `None of ${counted(all.length, MAIL)} is ${only}.` : 'No such mail was sent from here.'}${limit}`,
        isAnswer: true,
      };
    const text =
      to !== undefined && only === undefined
        ? `The last mail, “${latest.mail.subject}”${latest.mail.sentAt ? ` of ${formatDate(latest.mail.sentAt, context)}` : ''}, ${inFate(latest)}.`
        : summary(fates);
    return { text: `${text}${limit}`, cards: [table(context, fates)], isAnswer: true };
  },
});

async function whose(context: ToolContext, to: string | undefined): Promise<Condition[]> {
  const { focus, scope, crm } = context;
  if (to !== undefined) {
    const { contact, companyId } = await recipientCalled(context, to, 'to');
    if (contact) return [{ field: 'contactIds', op: 'contains', value: contact.id }];
    if (companyId) return [{ field: 'companyIds', op: 'contains', value: companyId }];
  }
  const spoken = focus[0]?.entity === EmailDraft.name ? focus[0].id : undefined;
  const draft = spoken ? (await crm.records(EmailDraft).getMany(scope, [spoken])).get(spoken) : undefined;
  return draft?.messageId ? [{ field: 'id', op: 'eq', value: draft.messageId }] : [];
}

function inFate({ mail, isAnswered, hasAutoReply }: MailFate): string {
  if (mail.status === 'bounced') return `bounced${mail.why ? `: ${mail.why}` : ''}`;
  if (mail.status === 'failed') return `was not sent${mail.why ? `: ${mail.why}` : ''}`;
  if (mail.status === 'unknown') return 'may have gone: the server gave no answer';
  if (isAnswered) return 'was answered';
  return hasAutoReply
    ? 'was answered by a machine only'
    : 'was taken by their server and not answered so far';
}

function summary(fates: readonly MailFate[]): string {
  const of = (isSuch: (fate: MailFate) => boolean) => fates.filter(isSuch).length;
  const bounced = of(({ mail }) => mail.status === 'bounced');
  const parts = [
    `${of(({ isAnswered }) => isAnswered)} answered`,
    ...(bounced > 0 ? [`${bounced} bounced`] : []),
  ];
  return `${counted(fates.length, MAIL)}: ${parts.join(', ')}.`;
}

const table = (context: ToolContext, fates: readonly MailFate[]): TableCard => ({
  type: 'table',
  title: 'Sent mail',
  columns: [
    { key: 'at', label: 'Sent' },
    { key: 'to', label: 'To' },
    { key: 'subject', label: 'Subject' },
    { key: 'fate', label: 'What became of it' },
  ],
  rows: fates.slice(0, SHOWN).map((fate) => ({
    cells: {
      at: fate.mail.sentAt ? formatDate(fate.mail.sentAt, context) : '',
      to: fate.mail.to.map(inWords).join(', '),
      subject: fate.mail.subject || 'No subject',
      fate: inFate(fate),
    },
  })),
  count: fates.length,
});
