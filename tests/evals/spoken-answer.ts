import type { Card, Reply } from '@clianta/agents/reply.schema';
import { cardInWords } from '@clianta/bot/channel-kit/card-words';

/** A reply as a person reads it: its text, then its cards line by line, then what it offers to say next. */
export function spokenAnswer({ text, cards, suggestions }: Reply): string {
  return [text, ...cards.flatMap(cardLines), ...(suggestions ?? []).map((one) => `[${one}]`)]
    .join('\n')
    .replaceAll('**', '');
}

function cardLines(card: Card): string[] {
  switch (card.type) {
    case 'record':
      return [
        `${card.title}${card.subtitle ? ` (${card.subtitle})` : ''}`,
        ...card.fields.map(({ label, value }) => `${label}: ${value}`),
      ];
    case 'table':
      return [
        `${card.title} (${card.count})`,
        ...card.rows.map(({ cells }) => card.columns.map(({ key }) => cells[key] ?? '').join(' | ')),
        ...(card.total ? [`${card.total.label}: ${card.total.value}`] : []),
      ];
    case 'approval':
      return [
        `Proposal: ${card.title}`,
        ...card.sample.map(({ title, detail }) => `${title}${detail ? `: ${detail}` : ''}`),
        ...card.changes.map(({ label, from, to }) => `${label}: ${from ? `${from} -> ` : ''}${to}`),
      ];
    case 'brief':
      return [
        card.title,
        ...card.sections.flatMap(({ heading, items }) => [heading, ...items.map(({ text }) => text)]),
      ];
    case 'choice':
      return card.options.map(
        ({ label, detail }, at) => `${at + 1}. ${label}${detail ? ` (${detail})` : ''}`,
      );
    default:
      return [cardInWords(card)];
  }
}
