import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { RunningTurn, StoredMessage, TurnPush } from '@clianta/bot/channels/web/web.schema';
import { type ChatState, withCard } from './chat-state.ts';

function applyEvent(turn: RunningTurn, event: TurnEvent): RunningTurn {
  switch (event.type) {
    case 'status': {
      if (!event.step) return { ...turn, status: event.text };
      const step = { id: event.step.id, text: event.text, state: event.step.state };
      const isKnown = turn.steps.some((other) => other.id === step.id);
      return {
        ...turn,
        steps: isKnown
          ? turn.steps.map((other) => (other.id === step.id ? step : other))
          : [...turn.steps, step],
      };
    }
    case 'text':
      return { ...turn, text: turn.text + event.delta };
    case 'card':
    case 'approval':
      return { ...turn, cards: withCard(turn.cards, event.card) };
    case 'done':
      // the stored message follows; until then the finished turn stays on screen as the server words it
      return { ...turn, status: '', text: event.result.reply.text, cards: event.result.reply.cards };
  }
}

/** A stored answer of the turn makes its late events void. */
const isAnswered = (messages: readonly StoredMessage[], turnId: string) =>
  messages.some((m) => m.author === 'assistant' && m.turnId === turnId && m.status !== 'running');

/**
 * Applies one live event. Events of a turn are numbered from 1; `running.seq` is the number of the last one applied.
 * A repeated event changes nothing; a gap marks the state stale, and the client opens the conversation again.
 */
export function applyTurnPush(state: ChatState, push: TurnPush): ChatState {
  if (push.conversationId !== state.conversationId) return state;
  const { running } = state;
  if (running?.turnId === push.turnId) {
    if (push.seq <= running.seq) return state;
    if (push.seq > running.seq + 1) return { ...state, isStale: true };
    return { ...state, running: { ...applyEvent(running, push.event), seq: push.seq } };
  }
  if (isAnswered(state.messages, push.turnId) && push.seq > 1) return state;
  if (push.seq > 1) return { ...state, isStale: true };
  const started: RunningTurn = {
    turnId: push.turnId,
    seq: 0,
    status: '',
    text: '',
    cards: [],
    steps: [],
  };
  return { ...state, running: { ...applyEvent(started, push.event), seq: push.seq } };
}

/** A stored message is new or has changed; it takes the place of its optimistic or live form. */
export function applyMessagePush(
  state: ChatState,
  conversationId: string,
  message: StoredMessage,
): ChatState {
  const counted = { ...state, activity: state.activity + 1 };
  if (conversationId !== state.conversationId) return counted;
  const { running, ...rest } = counted;
  const others = state.messages.filter((other) => other.id !== message.id);
  const isEnd =
    running?.turnId === message.turnId && message.author === 'assistant' && message.status !== 'running';
  return {
    ...rest,
    ...(running && !isEnd && { running }),
    messages: [...others, message].sort((a, b) => a.position - b.position),
    // the answer is there: a button that it did not use up can be pressed again
    ...(isEnd && { actions: unanswered(state.actions) }),
    outbox: state.outbox.filter((item) => item.clientMessageId !== message.clientMessageId),
  };
}

const unanswered = (actions: ChatState['actions']): ChatState['actions'] =>
  Object.fromEntries(Object.entries(actions).filter(([, { state }]) => state !== 'sent'));
