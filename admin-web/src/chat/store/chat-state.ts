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
  /** What goes with it, uploaded before. */
  files?: readonly { fileId: string; name: string }[];
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

/** What the conversation has before the messages that are here. */
export interface OlderMessages {
  exist: boolean;
  isLoading?: boolean;
  problem?: Problem;
}

export interface ChatState {
  connection: Connection;
  conversationId?: string;
  title: string;
  messages: StoredMessage[];
  older: OlderMessages;
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
  older: { exist: false },
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
  older: OlderMessages;
}

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
    older: state.older,
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

/**
 * The server's answer replaces everything of the conversation except what is still to be sent, and older messages that
 * were loaded and lead up to it.
 */
export function replaceConversation(state: ChatState, opened: Opened): ChatState {
  const known = new Set(opened.messages.map((message) => message.clientMessageId));
  const before = leadingTo(state, opened);
  const { running: _, problem: __, ...rest } = state;
  return {
    ...rest,
    conversationId: opened.conversationId,
    title: opened.title,
    messages: [...before, ...opened.messages].sort((a, b) => a.position - b.position),
    older: { exist: before.length > 0 ? state.older.exist : opened.hasOlder },
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

/** Nothing may be missing between them: so at least one message must be in both. */
function leadingTo(state: ChatState, opened: Opened): StoredMessage[] {
  const ids = new Set(opened.messages.map(({ id }) => id));
  const isJoined =
    state.conversationId === opened.conversationId && state.messages.some(({ id }) => ids.has(id));
  const first = Math.min(...opened.messages.map(({ position }) => position));
  return isJoined ? state.messages.filter(({ position }) => position < first) : [];
}

/** Adds a card, or replaces the same proposal in a newer state. */
export function withCard(cards: readonly Card[], card: Card): Card[] {
  const at =
    card.type === 'approval'
      ? cards.findIndex((other) => other.type === 'approval' && other.approvalId === card.approvalId)
      : -1;
  return at === -1 ? [...cards, card] : cards.map((other, index) => (index === at ? card : other));
}
