import { newId } from '@clianta/crm-core/entity/ids';
import type { PageBlock } from '@clianta/crm-core/marketing/landing-page/page-block.schema';
import { capitalize } from '../../tools/format.ts';

/** What is known of a page that is to be made. */
export interface Brief {
  title: string;
  headline?: string | undefined;
  text?: string | undefined;
  /** "ready in a day; no contract; in your language". */
  benefits?: string | undefined;
  /** When it takes place, in words. */
  when?: string | undefined;
  formId: string;
  /** What the company says of itself. */
  about?: string | undefined;
  faq?: ReadonlyArray<{ question: string; answer: string }>;
}

const EVENT =
  /\b(?:webinars?|events?|workshops?|conferences?|meet-?ups?|seminars?|open days?|trainings?|launch party|customer day)\b/i;
const DOWNLOAD = /\b(?:e-?books?|guides?|white-?papers?|checklists?|templates?|reports?|pdf|downloads?)\b/i;
const TRIAL = /\b(?:trial|demo|beta|pilot)\b/i;

/** Whether it takes place at some time, which visitors have to be told. */
export const isEvent = (title: string): boolean => EVENT.test(title);

export const blockId = (): string => newId().slice(-6);

/** What its button says, by what it is for. */
function buttonFor(title: string): string {
  if (EVENT.test(title)) return 'Save my place';
  if (DOWNLOAD.test(title)) return 'Get it';
  return TRIAL.test(title) ? 'Try it' : 'Get in touch';
}

/** The blocks of a first draft: only what was said, or what the company says of itself. */
export function draftBlocks(brief: Brief): PageBlock[] {
  const { title, headline, text, benefits, when, formId, about, faq = [] } = brief;
  const label = buttonFor(title);
  const items = itemsOf(benefits);
  return [
    {
      id: blockId(),
      type: 'hero',
      heading: headline ?? capitalize(title),
      ...(when || text ? { text: [when, text].filter(Boolean).join('\n\n') } : {}),
      button: { label, to: '#form' },
    },
    ...(items.length > 0
      ? [{ id: blockId(), type: 'features' as const, heading: 'What you get', items }]
      : []),
    ...(about
      ? [{ id: blockId(), type: 'text' as const, heading: 'About us', text: about.slice(0, 1_500) }]
      : []),
    ...(faq.length > 0
      ? [
          {
            id: blockId(),
            type: 'faq' as const,
            heading: 'Questions and answers',
            items: faq.slice(0, 5).map((one) => ({ ...one })),
          },
        ]
      : []),
    { id: blockId(), type: 'form', heading: label, formId },
  ];
}

/** "fast; in your language: six of them" is two benefits, the second with more to say. */
export function itemsOf(said: string | undefined): Array<{ title: string; text?: string }> {
  const parts = (said ?? '')
    .split(/[;\n]|,\s+|\s+and\s+/)
    .map((part) => part.trim().replace(/^[-*•\d.)\s]+/, ''))
    .filter(Boolean);
  return parts.slice(0, 12).map((part) => {
    const [title = '', ...rest] = part.split(/:\s+/);
    const text = rest.join(': ').trim();
    return { title: capitalize(title).slice(0, 120), ...(text && { text: text.slice(0, 600) }) };
  });
}
