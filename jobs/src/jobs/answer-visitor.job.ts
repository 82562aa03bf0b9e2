import { answerVisitor } from '@clianta/agents/visitors/answer-visitor';
import { VisitorChat } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { answerVisitorWork } from '@clianta/crm-core/conversations/visitor-chat/visitor-work';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';
import { teamOf } from '../visitor-team.ts';
import { checkWaiting } from './check-waiting.job.ts';

/** Answers what a visitor wrote; whoever is asked to take over, or has somebody to write to, is told. */
export const answerVisitorJob = defineJob({
  ...answerVisitorWork,
  async run(context: JobRunContext, { chatId }) {
    const { crm, workspaceId, scope } = context;
    const before = (await crm.records(VisitorChat).getMany(scope, [chatId])).get(chatId);
    if (!before) return;
    await answerVisitor(crm, workspaceId, chatId);
    const chat = await crm.records(VisitorChat).get(scope, chatId);
    if (chat.state === 'waiting')
      await crm.enqueue(checkWaiting, { chatId }, { workspaceId, key: chatId, at: crm.now() });
    if (!chat.email || chat.email === before.email || chat.ticketId) return;
    for (const userId of await teamOf(crm, workspaceId, 'admin'))
      await tell(context, {
        workspaceId,
        userId,
        kind: 'assigned',
        key: `visitor-lead:${chatId}:${chat.email}`,
        title: `A visitor of the website wants to hear from you: ${chat.email}`,
        body: chat.messages.findLast(({ by }) => by === 'visitor')?.text.slice(0, 500) ?? '',
        because: 'Administrators see what visitors ask for. Nothing proves that the address is theirs.',
        entity: VisitorChat.name,
        recordId: chatId,
        at: crm.now(),
      });
  },
});
