import { createContext, useContext } from 'react';
import type { Clock } from './log/message-time.ts';
import type { ActionState } from './store/chat-state.ts';

/** What a card or message may do, wherever in the log it stands. */
export interface ChatActions {
  decide: (approvalId: string, decision: 'approve' | 'reject', typedCount?: number) => unknown;
  choose: (choiceId: string, option: number) => unknown;
  undo: (groupId: string) => unknown;
  say: (text: string) => void;
  states: Record<string, ActionState>;
  allowedHosts: readonly string[];
  clock: Clock;
}

export const ChatActionsContext = createContext<ChatActions>({
  decide: () => {},
  choose: () => {},
  undo: () => {},
  say: () => {},
  states: {},
  allowedHosts: [],
  clock: { locale: 'en', timeZone: 'UTC' },
});

export const useChatActions = (): ChatActions => useContext(ChatActionsContext);
