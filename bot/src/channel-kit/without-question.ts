import type { Reply } from '@clianta/agents/reply.schema';

/** The text of a reply without the questions that its cards ask: a question stands with its buttons. */
export function withoutQuestion({ text, cards }: Reply): string {
  return cards.reduce(
    (left, card) =>
      card.type === 'choice' && left.endsWith(card.title) ? left.slice(0, -card.title.length).trim() : left,
    text,
  );
}
