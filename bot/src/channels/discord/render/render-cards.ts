import type {
  BriefCard,
  ErrorCard,
  FileCard,
  FormCard,
  HelpCard,
  ListCard,
  ProgressCard,
  RecordCard,
} from '@clianta/agents/reply.schema';
import { cardInWords } from '../../../channel-kit/card-words.ts';
import { formButton, morePart, openPart, sayButtons, textParts, undoPart } from './components.ts';
import { escapeText, toDiscord } from './discord-markdown.ts';
import type { Part } from './discord-message.ts';

/** Buttons that say an example, at most. */
const MOST_EXAMPLES = 10;

export const bold = (words: string) => (words.trim() ? `**${escapeText(words)}**` : '');
/** Small grey text, a line. */
export const small = (words: string) => (words.trim() ? `-# ${escapeText(words.replace(/\s+/g, ' '))}` : '');
export const lines = (...parts: readonly string[]) => parts.filter(Boolean).join('\n');

export const title = (words: string, url?: string) =>
  words.trim() ? `### ${linkTo(url, words.replace(/\s+/g, ' '))}` : '';

/** Words that lead to an address of our own. */
export const linkTo = (url: string | undefined, words: string) =>
  url ? `[${escapeText(words).replace(/[[\]]/g, '\\$&')}](<${url}>)` : escapeText(words);

export function renderRecord(card: RecordCard): Part[] {
  const about = [card.badge, card.subtitle].filter(Boolean).join(' · ');
  const facts = card.fields.map(
    ({ label, value, wasChanged }) => `${bold(label)}${wasChanged ? ' ✎' : ''}: ${escapeText(value) || '–'}`,
  );
  return [...textParts(lines(title(card.title, card.url), small(about), ...facts)), ...undoPart(card)];
}

export function renderBrief(card: BriefCard): Part[] {
  const sections = card.sections.flatMap(({ heading, items }) =>
    textParts(
      lines(
        bold(heading),
        ...items.map(
          (item) => `- ${escapeText(item.text)}${item.source ? ` *(${escapeText(item.source)})*` : ''}`,
        ),
      ),
    ),
  );
  return [...textParts(lines(title(card.title), small(card.subtitle ?? ''))), ...sections];
}

export function renderList(card: ListCard): Part[] {
  const items = card.items.map(
    (item) => `- ${linkTo(item.url, item.title)}${item.detail ? ` – ${escapeText(item.detail)}` : ''}`,
  );
  const left = card.count - card.items.length;
  const more = left > 0 ? small(`… and ${left} more`) : '';
  return [...textParts(lines(title(card.title), ...items, more)), ...openPart(card.items), ...morePart(left)];
}

export const STEP_STATES = { waiting: '▫️', running: '⏳', done: '✅', failed: '⚠️' } as const;

export function renderProgress(card: ProgressCard): Part[] {
  const steps = card.steps.map(
    (step) =>
      `${STEP_STATES[step.state]} ${escapeText(step.title)}${step.detail ? ` – ${escapeText(step.detail)}` : ''}`,
  );
  return textParts(lines(title(card.title), ...steps));
}

/** The fields in words, and a button that opens them as a modal. */
export function renderForm(card: FormCard): Part[] {
  const fields = card.fields.map(({ label, isRequired, value, options }) => {
    const choices = options?.map((option) => option.label).join(', ');
    const notes = [
      isRequired ? ' (needed)' : '',
      value || choices ? `: ${escapeText(value || (choices ?? ''))}` : '',
    ];
    return `- ${escapeText(label)}${notes.join('')}`;
  });
  return [...textParts(lines(title(card.title), ...fields)), formButton(card)];
}

export const renderFile = (card: FileCard): Part[] => textParts(`📎 ${toDiscord(cardInWords(card))}`);

export function renderError(card: ErrorCard): Part[] {
  const reference = card.reference ? small(`Reference: ${card.reference}`) : '';
  return textParts(lines(bold(card.title), escapeText(card.advice ?? ''), reference));
}

/** Each example as a button, as far as a message has a sensible place for them. */
export function renderHelp(card: HelpCard): Part[] {
  const groups = card.groups.flatMap(({ heading, examples }) =>
    textParts(lines(bold(heading), ...examples.map((example) => `- “${escapeText(example)}”`))),
  );
  const examples = [...new Set(card.groups.flatMap((group) => group.examples))].filter((one) => one.trim());
  return [...textParts(title(card.title)), ...groups, ...sayButtons(examples.slice(0, MOST_EXAMPLES))];
}
