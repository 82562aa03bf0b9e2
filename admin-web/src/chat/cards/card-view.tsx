import type { Card } from '@clianta/agents/reply.schema';
import { useCards } from './use-cards.ts';

/** A card, as soon as what draws cards is there. @param place - names the card in the conversation */
function CardView({ card, place }: { card: Card; place: string }) {
  const cards = useCards();
  return cards ? <cards.DrawnCard card={card} place={place} /> : null;
}

/** The cards of a message, each with a key that stays. */
export function CardViews({ cards, of }: { cards: readonly Card[]; of: string }) {
  return cards.map((card, at) => (
    <CardView key={card.type === 'approval' ? card.approvalId : at} card={card} place={`${of}.${at}`} />
  ));
}
