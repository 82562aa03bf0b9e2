import { InvalidError } from '@clianta/crm-core/errors';
import { EmailDraft } from '@clianta/crm-core/marketing/drafts/email-draft.schema';
import { requireWhole, sendDraft, sendingMailbox } from '@clianta/crm-core/marketing/drafts/send-draft';
import type { Proposal, ToolContext, ToolResult } from '../../tool.ts';
import { counted, listed } from '../../tools/format.ts';
import { type MailsSaid, mailsInWords, mailsMeant } from './mails-meant.ts';
import { composed, inWords, type NewDraft } from './writing/compose.ts';

const MOST = 50;
const MAILS = { one: 'e-mail', many: 'e-mails' };

/** Which mails go on to whom; all that match, or the newest one. */
export interface Forwarded extends MailsSaid {
  to: string;
  isAll?: boolean | undefined;
}

export async function proposeForward(context: ToolContext, args: Forwarded): Promise<Proposal | undefined> {
  const drafts = await draftsFor(context, args);
  const [first] = drafts;
  if (!first) return undefined;
  const account = await sendingMailbox(context.crm, context.scope, { authorId: context.scope.actor.id });
  const to = (first.to ?? []).map((one) => inWords(one as { address: string; name?: string }));
  const what = drafts.length === 1 ? `“${first.subject}”` : counted(drafts.length, MAILS);
  return {
    title: `Send ${what} to ${listed(to)}`,
    preview: {
      count: drafts.length,
      sample: drafts
        .slice(0, 5)
        .map(({ subject = '', text = '' }) => ({ title: subject, detail: text.slice(0, 200) })),
      changes: [
        { label: 'From', to: account.address },
        { label: 'To', to: listed(to) },
        ...(drafts.length === 1 ? [{ label: 'Text', to: first.text ?? '' }] : []),
      ],
    },
    recordIds: drafts.flatMap(({ threadId }) => threadId ?? []),
  };
}

export async function forwardMails(context: ToolContext, args: Forwarded): Promise<ToolResult> {
  const drafts = await draftsFor(context, args);
  if (drafts.length === 0)
    return { text: `There is no ${mailsInWords(args)} that I could forward.`, isAnswer: true };
  if (!context.approvedIds) throw new InvalidError('Sending a mail needs an approval.');
  const approved = drafts.filter(({ threadId }) => context.approvedIds?.includes(threadId ?? ''));
  const sent = [];
  for (const { threadId: _, ...values } of approved) {
    requireWhole({ to: values.to as never, text: values.text ?? '', missing: [] });
    const draft = await context.crm.records(EmailDraft).create(context.scope, values);
    sent.push((await sendDraft(context.crm, context.scope, draft)).draft);
  }
  const to = listed((sent[0]?.to ?? []).map(inWords));
  return {
    text: `${sent.length === 1 ? `“${sent[0]?.subject}” is` : `${counted(sent.length, MAILS)} are`} on the way to ${to}.`,
    changes: sent.map(({ id }) => ({ entity: EmailDraft.name, id, change: 'created' as const })),
    isAnswer: true,
  };
}

/** One for each mail, with the thread that it is of. */
async function draftsFor(context: ToolContext, { to, isAll, ...said }: Forwarded): Promise<NewDraft[]> {
  if (said.from === undefined && said.about === undefined && said.period === undefined)
    throw new InvalidError('Which mail? Say whose it is, or what it is about.');
  const found = await mailsMeant(context, said);
  const meant = isAll ? found : found.slice(0, 1);
  if (meant.length > MOST)
    throw new InvalidError(
      `That is ${counted(meant.length, MAILS)}; at most ${MOST} are sent on at once. Say which of them.`,
    );
  return Promise.all(
    meant.map(async (mail) => ({
      ...(await composed(context, { kind: 'forward', to, mail })),
      ...(mail.threadId && { threadId: mail.threadId }),
    })),
  );
}
