import type { ChoiceCard } from '@clianta/agents/reply.schema';
import { ButtonStyle } from 'discord.js';
import { button, rows, textParts } from './components.ts';
import { custom } from './custom-id.ts';
import { escapeText } from './discord-markdown.ts';
import type { Part } from './discord-message.ts';
import { LIMITS } from './limits.ts';
import { bold, lines } from './render-cards.ts';

/** A question, with a button for each option while it waits. A button carries the id and the place alone. */
export function renderChoice({ choiceId, title, options, status, chosen }: ChoiceCard): Part[] {
  const told = options.map(
    ({ label, detail }, at) =>
      `${at + 1}\\. ${at === chosen ? bold(label) : escapeText(label)}${detail ? ` – ${escapeText(detail)}` : ''}`,
  );
  // a button has room for a short label; what is longer, or needs telling apart, is told above
  const isTold =
    status !== 'open' || options.some((one) => one.detail || one.label.length > LIMITS.buttonLabel);
  const words = lines(bold(title), ...(isTold ? told : []), status === 'left' ? '↪️ Left' : '');
  const buttons = options.map(({ label }, at) =>
    button(isTold ? `${at + 1}. ${label}` : label, custom.choose(choiceId, at), ButtonStyle.Primary),
  );
  const open = status === 'open' && buttons.length > 0 ? [{ components: rows(buttons) }] : [];
  return [...textParts(words), ...open];
}

/** What a button's value says; undefined when it is none of ours. */
export function choiceIn(value: string): { choiceId: string; option: number } | undefined {
  const [, choiceId, option] = /^([\w.-]{1,80}):(\d{1,2})$/.exec(value) ?? [];
  return choiceId ? { choiceId, option: Number(option) } : undefined;
}
