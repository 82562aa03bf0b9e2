import type { Reply } from '@clianta/agents/reply.schema';
import { renderToStaticMarkup } from 'react-dom/server';
import { Markdown } from '../markdown/markdown.tsx';
import { DrawnCard } from './drawn-cards.tsx';

/** A reply as the web chat draws it, as HTML. For tests. */
export const htmlOf = ({ text, cards }: Reply): string =>
  renderToStaticMarkup(
    <>
      <Markdown text={text} allowedHosts={[]} />
      {cards.map((card, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <DrawnCard key={at} card={card} place={`m1.${at}`} />
      ))}
    </>,
  );

const SIGNS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

/** What of it is text, with a blank where an element ends. */
export const wordsOf = (html: string): string =>
  html.replace(/<[^>]+>/g, ' ').replace(/&(#x27|amp|lt|gt|quot);/g, (_, sign: string) => SIGNS[sign] ?? '');
