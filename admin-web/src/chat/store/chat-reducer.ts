import type { MessagePush, Older, Opened, TurnPush } from '@clianta/bot/channels/web/web.schema';
import {
  type ActionState,
  type ChatState,
  type Connection,
  type OutboxItem,
  type Problem,
  replaceConversation,
} from './chat-state.ts';
import { applyMessagePush, applyTurnPush } from './running-turn.ts';

export type ChatAction =
  | { type: 'connection'; connection: Connection }
  | { type: 'opening'; isSwitch: boolean }
  | { type: 'opened'; opened: Opened }
  | { type: 'open_failed'; problem: Problem }
  | { type: 'older_asked' }
  | { type: 'older_came'; conversationId: string; before: number; older: Older }
  | { type: 'older_failed'; conversationId: string; problem: Problem }
  | { type: 'turn'; push: TurnPush }
  | { type: 'message'; push: MessagePush }
  | { type: 'composed'; item: OutboxItem }
  | { type: 'outbox_state'; clientMessageId: string; state: OutboxItem['state']; problem?: Problem }
  | { type: 'discarded'; clientMessageId: string }
  | { type: 'action'; id: string; action: ActionState };

/** The whole behaviour of the chat, without a socket, a clock or a screen. */
export function chatReducer(state: ChatState, action: ChatAction): ChatState {
  switch (action.type) {
    case 'connection':
      return { ...state, connection: action.connection };
    case 'opening':
      return openingOf(state, action.isSwitch);
    case 'opened':
      return replaceConversation(state, action.opened);
    case 'open_failed':
      return { ...state, isOpening: false, isStale: false, problem: action.problem };
    case 'older_asked':
      return { ...state, older: { exist: true, isLoading: true } };
    case 'older_came':
      // opened again meanwhile, it may begin elsewhere: nothing may be missing in between
      return action.conversationId === state.conversationId && action.before === state.messages[0]?.position
        ? withOlder(state, action.older)
        : state;
    case 'older_failed':
      return action.conversationId === state.conversationId
        ? { ...state, older: { exist: true, problem: action.problem } }
        : state;
    case 'turn':
      return applyTurnPush(state, action.push);
    case 'message':
      return applyMessagePush(state, action.push.conversationId, action.push.message);
    case 'composed':
      return { ...state, outbox: [...state.outbox, action.item] };
    case 'outbox_state':
      return {
        ...state,
        outbox: state.outbox.map((item) => {
          if (item.clientMessageId !== action.clientMessageId) return item;
          const { problem: _, ...rest } = item;
          return { ...rest, state: action.state, ...(action.problem && { problem: action.problem }) };
        }),
      };
    case 'discarded':
      return {
        ...state,
        outbox: state.outbox.filter((item) => item.clientMessageId !== action.clientMessageId),
      };
    case 'action':
      return { ...state, actions: { ...state.actions, [action.id]: action.action } };
  }
}

/** Another conversation starts from nothing; the same one stays on screen until the answer replaces it. */
function openingOf(state: ChatState, isSwitch: boolean): ChatState {
  const { problem: _, ...rest } = state;
  if (!isSwitch) return { ...rest, isOpening: true };
  const { running: __, conversationId: ___, ...bare } = rest;
  return { ...bare, title: '', messages: [], older: { exist: false }, actions: {}, isOpening: true };
}

function withOlder(state: ChatState, { messages, hasOlder }: Older): ChatState {
  const known = new Set(state.messages.map(({ id }) => id));
  const added = messages.filter(({ id }) => !known.has(id));
  return {
    ...state,
    messages: [...added, ...state.messages].sort((a, b) => a.position - b.position),
    older: { exist: hasOlder },
  };
}
