import {
  ChatMessage,
  type ChatMessageRecord,
} from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { z } from 'zod';
import type { Card } from '../../reply.schema.ts';
import { defineTool, type LastList, type ToolContext, type ToolResult } from '../../tool.ts';
import { capitalize, formatClock, formatDay } from '../../tools/format.ts';

const LONGEST_QUOTE = 300;

export const continueHere = defineTool({
  name: 'continue_here',
  does: 'Looking up where we were',
  slash: { command: 'continue' },
  description:
    'Goes on here with the conversation that the user had last elsewhere (another channel or thread): what was said last, the records it was about and the list it had shown.',
  input: z.strictObject({}),
  effect: 'read',
  async run(_, context): Promise<ToolResult> {
    const other = await lastElsewhere(context);
    if (!other?.lastMessageAt)
      return {
        text: 'I know of no other conversation of yours; this is the first.',
        isAnswer: true,
      };
    const [asked, answered] = await lastExchange(context, other);
    const at = `${formatDay(other.lastMessageAt, context)}, ${formatClock(other.lastMessageAt, context)}`;
    const lines = [
      `We were in ${placeOf(other)} on ${at}.`,
      asked && `You said: “${quoted(asked.text)}”`,
      answered && `I answered: ${quoted(answered.text)}`,
      other.focus.length > 0 || other.lastList ? 'We can go on here: I have in mind what it was about.' : '',
    ];
    const lastList = other.lastList as LastList | undefined;
    return {
      text: lines.filter(Boolean).join('\n\n'),
      cards: ((answered?.cards ?? []) as Card[]).flatMap(withoutButtons),
      focus: other.focus,
      ...(lastList && { lastList }),
      isAnswer: true,
    };
  },
});

async function lastElsewhere({
  crm,
  scope,
  conversationId,
}: ToolContext): Promise<ConversationRecord | undefined> {
  const { records } = await crm.records(Conversation).find(scope, {
    where: [
      { field: 'id', op: 'ne', value: conversationId },
      { field: 'userId', op: 'eq', value: scope.actor.id },
      { field: 'messageCount', op: 'gt', value: 1 },
    ],
    sort: '-lastMessageAt',
    limit: 1,
  });
  return records[0];
}

/** What was said last and answered. */
async function lastExchange(
  { crm, scope }: ToolContext,
  { id }: ConversationRecord,
): Promise<[asked?: ChatMessageRecord, answered?: ChatMessageRecord]> {
  const { records } = await crm.records(ChatMessage).find(scope, {
    where: [{ field: 'conversationId', op: 'eq', value: id }],
    sort: '-position',
    limit: 6,
  });
  const answered = records.find(({ author }) => author === 'assistant');
  const asked = records.find(
    ({ author, position }) =>
      author === 'user' && position < (answered?.position ?? Number.POSITIVE_INFINITY),
  );
  return [asked, answered];
}

const placeOf = ({ channel, title }: ConversationRecord) =>
  `${channel === 'web' ? 'the web chat' : channel === 'terminal' ? 'the terminal' : capitalize(channel)} (“${title}”)`;

const quoted = (text: string) =>
  text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1).trimEnd()}…` : text;

/** What is decided, chosen or undone stays where it was asked; what was shown is shown again. */
function withoutButtons(card: Card): Card[] {
  if (card.type === 'approval' || card.type === 'choice' || card.type === 'form') return [];
  if (card.type !== 'record' && card.type !== 'table') return [card];
  const { undoGroupId: _button, ...shown } = card;
  return [shown];
}
