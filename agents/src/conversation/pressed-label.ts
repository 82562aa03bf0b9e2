import type { ConversationRecord } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { OpenQuestion } from '../tool.ts';
import { actionSchema } from './turn-request.ts';

/** What a person says by pressing a button of the question that waits; undefined for anything else. */
export function pressedLabel({ question }: ConversationRecord, pressed: unknown): string | undefined {
  const action = actionSchema.safeParse(pressed).data;
  const open = question as unknown as OpenQuestion | undefined;
  if (action?.kind !== 'choice' || action.choice.choiceId !== open?.id) return undefined;
  return open.options[action.choice.option]?.label;
}
