import { createContext, useContext } from 'react';
import type { ActionState } from './store/chat-state.ts';

/** What a card or message may do, wherever in the log it stands. */
export interface ChatActions {
  decide: (approvalId: string, decision: 'approve' | 'reject', typedCount?: number) => unknown;
  undo: (groupId: string) => unknown;
  say: (text: string) => void;
  states: Record<string, ActionState>;
  allowedHosts: readonly string[];
}

export const ChatActionsContext = createContext<ChatActions>({
  decide: () => {},
  undo: () => {},
  say: () => {},
  states: {},
  allowedHosts: [],
});

export const useChatActions = (): ChatActions => useContext(ChatActionsContext);
