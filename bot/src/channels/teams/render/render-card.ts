import type { ApprovalCard, Card, ChoiceCard } from '@clianta/agents/reply.schema';
import { sizeInWords } from '@clianta/agents/tools/format';
import { renderApproval } from './approval-card.ts';
import type { CardElement } from './card-elements.ts';
import { renderChart } from './chart-card.ts';
import { renderChoice } from './choice-card.ts';
import { renderForm } from './form-card.ts';
import { renderRecord } from './record-card.ts';
import {
  countOf,
  renderBrief,
  renderError,
  renderFile,
  renderHelp,
  renderList,
  renderProgress,
} from './short-cards.ts';
import { renderTable } from './table-card.ts';

/**
 * Bytes of a card at most. Teams takes messages of 28 KB, with all that is around the card.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
const CARD_BYTES = 22_000;

/** The newest version that Teams renders on all its clients. */
const VERSION = '1.5';

/** A card that stands alone in its message, so that it can be redrawn. */
export type Decidable = ApprovalCard | ChoiceCard;

export interface AdaptiveCard {
  type: 'AdaptiveCard';
  body: CardElement[];
  [property: string]: unknown;
}

/** A card as an Adaptive Card that Teams takes: what does not fit is left out, with the number of what is left. */
export function renderCard(card: Card): AdaptiveCard {
  const { parts, draw } = drawing(card);
  const whole = adaptive(card, draw(parts));
  if (bytesOf(whole) <= CARD_BYTES) return whole;
  let [fits, tooMany] = [0, parts];
  while (tooMany - fits > 1) {
    const shown = Math.floor((fits + tooMany) / 2);
    if (bytesOf(adaptive(card, draw(shown))) <= CARD_BYTES) fits = shown;
    else tooMany = shown;
  }
  return adaptive(card, draw(fits));
}

/** How many parts a card can be shortened to, and how it is drawn with so many. */
function drawing(card: Card): { parts: number; draw: (shown: number) => CardElement[] } {
  switch (card.type) {
    case 'record':
      return { parts: card.fields.length, draw: (shown) => renderRecord(card, shown) };
    case 'table':
      return { parts: card.rows.length, draw: (shown) => renderTable(card, shown) };
    case 'approval':
      return { parts: card.sample.length, draw: (shown) => renderApproval(card, shown) };
    case 'brief':
      return { parts: countOf(card.sections), draw: (shown) => renderBrief(card, shown) };
    case 'list':
      return { parts: card.items.length, draw: (shown) => renderList(card, shown) };
    case 'chart':
      return { parts: card.categories.length, draw: (shown) => renderChart(card, shown) };
    case 'progress':
      return { parts: card.steps.length, draw: (shown) => renderProgress(card, shown) };
    case 'help':
      return { parts: card.groups.length, draw: (shown) => renderHelp(card, shown) };
    // these are small
    case 'choice':
      return { parts: 0, draw: () => renderChoice(card) };
    case 'form':
      return { parts: 0, draw: () => renderForm(card) };
    case 'file':
      return { parts: 0, draw: () => renderFile(card, sizeInWords(card.size)) };
    case 'error':
      return { parts: 0, draw: () => renderError(card) };
  }
}

function adaptive(card: Card, body: CardElement[]): AdaptiveCard {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: VERSION,
    ...(card.type === 'approval' && card.status === 'pending' && { refresh: refreshOf(card.approvalId) }),
    msteams: { width: 'Full' },
    body,
  };
}

/** Whoever looks at a proposal later is shown how it stands. */
const refreshOf = (approvalId: string) => ({
  action: {
    type: 'Action.Execute',
    title: 'Refresh',
    verb: 'refresh',
    data: { kind: 'refresh', approvalId },
  },
});

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
