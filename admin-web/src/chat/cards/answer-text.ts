import type { Card } from '@clianta/agents/reply.schema';
import { asTabs } from './table-text.ts';

/** An answer to paste elsewhere: its words, and what its cards say; tables as a spreadsheet takes them. */
export const answerText = (text: string, cards: readonly Card[]): string =>
  [text, ...cards.map(cardText)].filter(Boolean).join('\n\n');

function cardText(card: Card): string {
  switch (card.type) {
    case 'table':
      return [
        card.title,
        asTabs(card),
        ...(card.total ? [`${card.total.label}\t${card.total.value}`] : []),
      ].join('\n');
    case 'record':
      return [card.title, ...card.fields.map(({ label, value }) => `${label}\t${value}`)].join('\n');
    case 'list':
      return [card.title, ...card.items.map(({ title, detail }) => detailed(title, detail))].join('\n');
    case 'brief':
      return [
        card.title,
        ...card.sections.map(({ heading, items }) =>
          [heading, ...items.map(({ text }) => `- ${text}`)].join('\n'),
        ),
      ].join('\n\n');
    case 'chart':
      return [
        card.title,
        ['', ...card.series.map(({ label }) => label)].join('\t'),
        ...card.categories.map((category, at) =>
          [category, ...card.series.map(({ words }) => words[at] ?? '')].join('\t'),
        ),
      ].join('\n');
    case 'approval':
      return [card.title, ...card.sample.map(({ title, detail }) => detailed(title, detail))].join('\n');
    case 'progress':
      return [card.title, ...card.steps.map(({ title, detail }) => detailed(title, detail))].join('\n');
    case 'help':
      return card.groups
        .flatMap(({ heading, examples }) => [heading, ...examples.map((one) => `- ${one}`)])
        .join('\n');
    case 'error':
      return [card.title, card.advice, card.reference].filter(Boolean).join('\n');
    // what only asks, and what is a file, is nothing to paste
    case 'choice':
    case 'form':
    case 'file':
      return '';
  }
}

const detailed = (title: string, detail: string | undefined) => (detail ? `${title}\t${detail}` : title);
