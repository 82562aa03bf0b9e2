import {
  ChatMessage,
  type ChatMessageRecord,
} from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { Card, ChoiceCard } from '../reply.schema.ts';
import type { Ended } from './open-question.ts';

type Place = Pick<ConversationRecord, 'id' | 'workspaceId'>;

/** The message of a conversation that shows a question, with its card; undefined when there is none. */
export async function questionShown(
  crm: CrmCore,
  { id: conversationId, workspaceId }: Place,
  choiceId: string,
): Promise<{ message: ChatMessageRecord; card: ChoiceCard } | undefined> {
  const found = await crm.store
    .model('chatMessage')
    .findOne({ workspaceId, conversationId, 'cards.choiceId': choiceId })
    .select({ _id: 1 })
    .lean<{ _id: string }>();
  if (!found) return undefined;
  const messages = await crm.records(ChatMessage).getMany(systemScope(workspaceId), [found._id]);
  const message = messages.get(found._id);
  const cards = (message?.cards ?? []) as Card[];
  const card = cards.find((one) => one.type === 'choice' && one.choiceId === choiceId);
  return message && card?.type === 'choice' ? { message, card } : undefined;
}

/** Takes the buttons off the card of a question that is answered or left. */
export async function markEnded(crm: CrmCore, place: Place, choiceId: string, ended: Ended): Promise<void> {
  const shown = await questionShown(crm, place, choiceId);
  if (!shown) return;
  const { message, card } = shown;
  const cards = (message.cards as Card[]).map((one) =>
    one.type === 'choice' && one.choiceId === choiceId ? { ...card, ...ended } : one,
  );
  await crm.records(ChatMessage).update(systemScope(place.workspaceId), message.id, { cards });
}

/** What became of a question whose button is pressed when it does not wait any more. */
export async function endedInWords(crm: CrmCore, place: Place, choiceId: string): Promise<string> {
  const card = (await questionShown(crm, place, choiceId))?.card;
  const chosen = card?.options[card.chosen ?? -1]?.label;
  if (card?.status === 'answered' && chosen)
    return `That was answered already: **${chosen}**. Nothing was done a second time.`;
  if (card?.status === 'left')
    return 'That question was left when something else was asked for. Say again what you want.';
  return 'That question was not asked of you here, so I did nothing.';
}
