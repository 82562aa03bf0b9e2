import { wordsOf } from '@clianta/agents/visitors/visitor-words';
import { changeVisitorChat } from '@clianta/crm-core/conversations/visitor-chat/change-visitor-chat';
import {
  VisitorChat,
  type VisitorChatRecord,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { botSays } from '@clianta/crm-core/conversations/visitor-chat/visitor-chats';
import { checkWaitingWork } from '@clianta/crm-core/conversations/visitor-chat/visitor-work';
import { defineJob } from '@clianta/crm-core/work/define-job';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';
import { nextForVisitor, teamOf } from '../visitor-team.ts';

/** Who was asked has this long to take over; then the next one is asked. */
const PATIENCE_MS = 3 * 60_000;
/** After this everybody is told, and the visitor too. */
const LONGEST_MS = 10 * 60_000;

const NOBODY =
  'I am sorry, everybody is busy right now. If you leave your e-mail address, I open a ticket, and the team answers you there.';

/** A visitor waits for a person: asks one teammate after the other, then everybody. */
export const checkWaiting = defineJob({
  ...checkWaitingWork,
  async run(context: JobRunContext, { chatId }) {
    const { crm, workspaceId, scope } = context;
    const now = crm.now();
    const chat = (await crm.records(VisitorChat).getMany(scope, [chatId])).get(chatId);
    if (chat?.state !== 'waiting' || !chat.waitingSince) return;
    const isTooLong = now.getTime() - chat.waitingSince.getTime() >= LONGEST_MS;
    const next = isTooLong ? undefined : await nextForVisitor(crm, workspaceId, chat.askedIds);
    if (!next) {
      const isFirst = chat.askedIds.length === 0;
      // somebody else may still look up; nobody at all is told at once
      if (!isTooLong && !isFirst) {
        await again(context, chatId);
        return;
      }
      await askEverybody(context, chat);
      await botSays(crm, chat, NOBODY, { state: 'bot', asks: 'problem', from: ['waiting'] });
      return;
    }
    const { isChanged } = await changeVisitorChat(crm, workspaceId, chatId, (current) =>
      current.state === 'waiting' && !current.askedIds.includes(next)
        ? { assigneeId: next, askedIds: [...current.askedIds, next] }
        : undefined,
    );
    if (isChanged) await ask(context, chat, next, 'You are the one with the fewest open chats.');
    await again(context, chatId);
  },
});

const again = ({ crm, workspaceId }: JobRunContext, chatId: string) =>
  crm.enqueue(
    checkWaitingWork,
    { chatId },
    { workspaceId, key: chatId, at: new Date(crm.now().getTime() + PATIENCE_MS) },
  );

const lastSaid = (messages: VisitorChatRecord['messages']): string => {
  const last = messages.findLast(({ by }) => by === 'visitor');
  return last ? wordsOf(last).slice(0, 500) : '';
};

async function askEverybody(context: JobRunContext, chat: VisitorChatRecord): Promise<void> {
  for (const userId of await teamOf(context.crm, context.workspaceId, 'member'))
    await ask(context, chat, userId, 'Nobody has taken over.');
}

async function ask(
  context: JobRunContext,
  { id, reference, messages, waitingSince }: VisitorChatRecord,
  userId: string,
  because: string,
): Promise<void> {
  const { crm, workspaceId } = context;
  await tell(context, {
    workspaceId,
    userId,
    kind: 'assigned',
    key: `visitor:${id}:${waitingSince?.toISOString()}`,
    title: `A visitor of the website waits for a person (${reference})`,
    body: `${lastSaid(messages)}\n\nAnswer under Visitors, or to Clianta in a chat: “${reference}: your text”.`.trim(),
    because,
    urgency: 'high',
    entity: VisitorChat.name,
    recordId: id,
    at: crm.now(),
  });
}
