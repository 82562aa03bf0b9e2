import type { Card } from '@clianta/agents/reply.schema';
import type { Opened, RunningTurn, StoredMessage } from '@clianta/bot/channels/web/web.schema';

export type Connection = 'connecting' | 'online' | 'offline';

/** Something that went wrong, for people. */
export interface Problem {
  code: string;
  message: string;
  reference?: string | undefined;
}

/** An own message that the server has not yet shown back. */
export interface OutboxItem {
  clientMessageId: string;
  conversationId: string;
  text: string;
  createdAt: string;
  /** `sent`: acknowledged, its stored form is on the way. */
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  problem?: Problem;
}

/** What became of a press on a card's button, by approval id or undo group id. */
export interface ActionState {
  state: 'sending' | 'sent' | 'failed';
  problem?: Problem;
}

export interface ChatState {
  connection: Connection;
  conversationId?: string;
  title: string;
  messages: StoredMessage[];
  running?: RunningTurn;
  outbox: OutboxItem[];
  actions: Record<string, ActionState>;
  /** Opening failed and nothing is shown. */
  problem?: Problem;
  isOpening: boolean;
  /** An event is missing: the conversation has to be opened again. */
  isStale: boolean;
  /** Counts stored messages seen in any conversation, so that lists know when to look again. */
  activity: number;
}

export const emptyChat: ChatState = {
  connection: 'connecting',
  title: '',
  messages: [],
  outbox: [],
  actions: {},
  isOpening: true,
  isStale: false,
  activity: 0,
};

/** What the log shows, in order. */
export interface ChatView {
  messages: StoredMessage[];
  running: RunningTurn | undefined;
  /** Own messages that wait for the running turn. */
  queued: StoredMessage[];
  outbox: OutboxItem[];
  /** The conversation began before the oldest message that is here. */
  hasOlder: boolean;
}

/** As many of the newest messages the server hands out (`messagesOf`). */
const MOST_OPENED = 200;

/** Leaves out the stored form of the turn that is shown live; what is queued stands after it. */
export function viewOf(state: ChatState): ChatView {
  const { running } = state;
  const messages = answersBesideQuestions(state.messages).filter(
    (m) => !(running && m.author === 'assistant' && m.status === 'running' && m.turnId === running.turnId),
  );
  const isNext = (m: StoredMessage) => m.author === 'user' && m.status === 'queued';
  return {
    messages: messages.filter((m) => !isNext(m)),
    running,
    queued: messages.filter(isNext),
    outbox: state.outbox.filter((o) => o.conversationId === state.conversationId),
    hasOlder: state.messages.length >= MOST_OPENED && (state.messages[0]?.position ?? 0) > 1,
  };
}

/**
 * Messages written while a turn ran are stored before its answer. The answer moves up to its question, over questions
 * only: what came later, such as the outcome of a late approval, stays where people look for it.
 */
function answersBesideQuestions(messages: readonly StoredMessage[]): StoredMessage[] {
  const ordered: StoredMessage[] = [];
  for (const message of messages) {
    let at = ordered.length;
    if (message.author === 'assistant' && message.turnId) {
      while (at > 0 && ordered[at - 1]?.author === 'user' && ordered[at - 1]?.turnId !== message.turnId)
        at -= 1;
      if (ordered[at - 1]?.turnId !== message.turnId) at = ordered.length;
    }
    ordered.splice(at, 0, message);
  }
  return ordered;
}

/** The server's answer replaces everything of the conversation except what is still to be sent. */
export function replaceConversation(state: ChatState, opened: Opened): ChatState {
  const known = new Set(opened.messages.map((message) => message.clientMessageId));
  const { running: _, problem: __, ...rest } = state;
  return {
    ...rest,
    conversationId: opened.conversationId,
    title: opened.title,
    messages: [...opened.messages].sort((a, b) => a.position - b.position),
    ...(opened.running && { running: opened.running }),
    outbox: state.outbox.filter(
      (item) =>
        !known.has(item.clientMessageId) &&
        !(item.state === 'sent' && item.conversationId === opened.conversationId),
    ),
    actions: state.conversationId === opened.conversationId ? state.actions : {},
    isOpening: false,
    isStale: false,
    activity: state.activity + 1,
  };
}

/** Adds a card, or replaces the same proposal in a newer state. */
export function withCard(cards: readonly Card[], card: Card): Card[] {
  const at =
    card.type === 'approval'
      ? cards.findIndex((other) => other.type === 'approval' && other.approvalId === card.approvalId)
      : -1;
  return at === -1 ? [...cards, card] : cards.map((other, index) => (index === at ? card : other));
}
