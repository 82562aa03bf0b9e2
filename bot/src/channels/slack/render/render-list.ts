import type { HelpCard, ListCard, ProgressCard } from '@clianta/agents/reply.schema';
import type { ActionsBlock } from '@slack/types';
import { SAY_ACTION } from './actions.ts';
import { LIMITS } from './limits.ts';
import { escapeText, linkTo } from './mrkdwn.ts';
import { button, heading } from './render-blocks.ts';
import type { Part } from './slack-message.ts';
import { textParts } from './text-parts.ts';

const STATES = { waiting: '◻️', running: '⏳', done: '✅', failed: '⚠️' } as const;
/** Buttons of one block, so that each can be read. */
const EXAMPLES_IN_A_ROW = 5;

const detailed = (title: string, detail: string | undefined, url?: string) =>
  `${linkTo(url, title)}${detail ? ` – ${escapeText(detail)}` : ''}`;

export function renderList({ title, items, count }: ListCard): Part[] {
  const lines = items.map((item) => `• ${detailed(item.title, item.detail, item.url)}`);
  const more = count - items.length;
  return [titled(title), ...textParts(lines.join('\n')), ...(more > 0 ? [moreButton(more)] : [])];
}

/** "4 more": asks for the next of what was listed last. */
export function moreButton(more: number): Part {
  const actions: ActionsBlock = {
    type: 'actions',
    elements: [button(`Show ${more} more`, `${SAY_ACTION}_more`, 'Show more')],
  };
  return { text: `… and ${more} more`, blocks: [actions] };
}

export function renderProgress({ title, steps }: ProgressCard): Part[] {
  const lines = steps.map((step) => `${STATES[step.state]} ${detailed(step.title, step.detail)}`);
  return [titled(title), ...textParts(lines.join('\n'))];
}

/** Each example is a button that says it. */
export function renderHelp({ title, groups }: HelpCard): Part[] {
  const parts = groups.flatMap(({ heading: subject, examples }, group): Part[] => {
    const sayable = examples.filter((example) => example.length <= LIMITS.buttonValue);
    const buttons = sayable.map((example, at) => button(example, `${SAY_ACTION}_${group}_${at}`, example));
    const rows = Array.from({ length: Math.ceil(buttons.length / EXAMPLES_IN_A_ROW) }, (_, row) =>
      buttons.slice(row * EXAMPLES_IN_A_ROW, (row + 1) * EXAMPLES_IN_A_ROW),
    );
    const head = textParts(`*${escapeText(subject)}*`);
    return [
      ...head,
      ...rows.map((elements, row) => ({
        text: row === 0 ? examples.map((example) => `• ${escapeText(example)}`).join('\n') : '',
        blocks: [{ type: 'actions' as const, elements }],
      })),
    ];
  });
  return [titled(title), ...parts];
}

export const titled = (title: string): Part => ({ text: `*${escapeText(title)}*`, blocks: heading(title) });
