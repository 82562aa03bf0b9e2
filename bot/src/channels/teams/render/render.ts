import type { Reply } from '@clianta/agents/reply.schema';
import { cardInWords } from '../../../channel-kit/card-words.ts';
import { clip } from '../../../channel-kit/clip.ts';
import { splitText } from '../../../channel-kit/split-text.ts';
import { withoutQuestion } from '../../../channel-kit/without-question.ts';
import { button, buttons } from './card-actions.ts';
import { type AdaptiveCard, bytesOf, type Decidable, renderCard } from './render-card.ts';
import { teamsMarkdown } from './teams-markdown.ts';

/** Characters of a text; of four bytes each they fit into a message. */
const MOST_TEXT = 5_000;
const MOST_SUMMARY = 200;
/** Of a suggestion beside others; Teams cuts off what is longer. */
const MOST_SUGGESTION = 24;
/** Bytes of words and cards together, which leaves room for what is around them. */
const MESSAGE_BYTES = 25_000;

/** One message of Teams. */
export interface TeamsMessage {
  /** Markdown. */
  text: string;
  cards: AdaptiveCard[];
  /** Stands for the cards in notifications. */
  summary: string;
  /** Things to say next, as buttons above the box to write in; Teams has them in private chats. */
  suggestions: readonly string[];
  /** The proposal or question that this message shows, alone, so that it can be redrawn when that is decided. */
  cardId?: string;
}

/** A reply as one or more messages within Teams' limits. */
export function renderReply(reply: Reply, { isPersonal }: { isPersonal: boolean }): TeamsMessage[] {
  const messages = splitText(teamsMarkdown(withoutQuestion(reply)), MOST_TEXT).map((text) =>
    message({ text }),
  );
  for (const card of reply.cards) {
    if (card.type === 'approval' || card.type === 'choice') messages.push(renderDecidable(card));
    else append(messages, renderCard(card), cardInWords(card));
  }
  suggest(messages, reply.suggestions ?? [], isPersonal);
  return messages;
}

export function renderDecidable(card: Decidable): TeamsMessage {
  const cardId = card.type === 'choice' ? card.choiceId : card.approvalId;
  return { ...message({ cards: [renderCard(card)], summary: card.title }), cardId };
}

const message = ({
  text = '',
  cards = [],
  summary = '',
}: Partial<Pick<TeamsMessage, 'text' | 'cards' | 'summary'>>): TeamsMessage => ({
  text,
  cards: [...cards],
  summary: clip(plain(summary), MOST_SUMMARY),
  suggestions: [],
});

const plain = (markdown: string) =>
  markdown
    .slice(0, 10 * MOST_SUMMARY)
    .replaceAll('**', '')
    .replace(/\s+/g, ' ')
    .trim();

/** To the last message, if there is room, and nothing in it is to be redrawn. */
function append(messages: TeamsMessage[], card: AdaptiveCard, words: string): void {
  const last = messages.at(-1);
  const fits = last && !last.cardId && bytesOf([last.text, last.cards, card]) <= MESSAGE_BYTES;
  if (!fits) messages.push(message({ cards: [card], summary: words }));
  else {
    last.cards.push(card);
    last.summary ||= clip(plain(words), MOST_SUMMARY);
  }
}

/** Teams shows short suggestions in private chats, below words alone; elsewhere they are buttons of a card. */
function suggest(messages: TeamsMessage[], suggestions: readonly string[], isPersonal: boolean): void {
  if (suggestions.length === 0) return;
  const last = messages.at(-1);
  const areShort = suggestions.every(({ length }) => length <= MOST_SUGGESTION);
  if (isPersonal && areShort && last && last.cards.length === 0) {
    last.suggestions = suggestions;
    return;
  }
  const actions = suggestions.map((text) => button(text, { kind: 'say', text }));
  const card: AdaptiveCard = { type: 'AdaptiveCard', version: '1.5', body: buttons(actions) };
  append(messages, card, suggestions.join(' · '));
}
