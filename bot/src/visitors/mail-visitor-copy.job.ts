import { wordsOf } from '@clianta/agents/visitors/visitor-words';
import {
  VisitorChat,
  type VisitorMessage,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { mailVisitorCopyWork } from '@clianta/crm-core/conversations/visitor-chat/visitor-work';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { InvalidError } from '@clianta/crm-core/errors';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { Mailer } from '../mail/mailer.ts';
import { shownMessages } from './shown-messages.ts';

/** Mails a visitor the copy of their chat, to an address that they have shown to be theirs. */
export function mailVisitorCopyJob(mailer: Mailer | undefined) {
  return defineJob({
    ...mailVisitorCopyWork,
    async run(
      { crm, scope, workspaceId, id }: { crm: CrmCore } & JobRun,
      { chatId, email, upTo },
    ): Promise<void> {
      if (!mailer) throw new InvalidError('No mail server is named (MAIL_URL), so the copy was not sent.');
      const chat = (await crm.records(VisitorChat).getMany(scope, [chatId])).get(chatId);
      if (!chat) return;
      const { name, timeZone } = await crm.records(Workspace).get(scope, workspaceId);
      const at = new Intl.DateTimeFormat('en-GB', {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: zoneOf(chat.timeZone, timeZone),
      });
      const lines = (await shownMessages(crm, { ...chat, messages: chat.messages.slice(0, upTo) })).map(
        (one) => `${at.format(one.at)}, ${who(one)}:\n${wordsOf(one)}`,
      );
      await mailer.send({
        to: email,
        subject: `Your chat with ${name}`,
        text: [`This is the copy that you have asked for.`, ...lines].join('\n\n'),
        messageKey: id,
      });
    },
  });
}

const who = ({ by, name }: Pick<VisitorMessage, 'by'> & { name?: string }): string =>
  by === 'visitor' ? 'You' : by === 'bot' ? 'Assistant' : (name ?? 'The team');

/** The visitor's clock where their browser named one, else that of the company. */
function zoneOf(visitors: string | undefined, company: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: visitors }).resolvedOptions().timeZone && visitors
      ? visitors
      : company;
  } catch {
    return company;
  }
}
