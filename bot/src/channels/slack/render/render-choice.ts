import type { ChoiceCard } from '@clianta/agents/reply.schema';
import type { KnownBlock } from '@slack/types';
import { splitText } from '../../../channel-kit/split-text.ts';
import { LIMITS } from './limits.ts';
import { escapeText } from './mrkdwn.ts';
import { button, context, sections } from './render-blocks.ts';
import type { SlackMessage } from './slack-message.ts';

/** Begins the action of an option's button; Slack wants another one for each button of a message. */
export const CHOOSE_ACTION = 'clianta_choose';

/** A question as one message, with a button for each option while it waits. A button carries the id and the place alone. */
export function renderChoice({ choiceId, title, options, status, chosen }: ChoiceCard): SlackMessage {
  const lines = options.map(
    ({ label, detail }, at) =>
      `${at + 1}. ${at === chosen ? `*${escapeText(label)}*` : escapeText(label)}${detail ? ` – ${escapeText(detail)}` : ''}`,
  );
  // a button has room for a short label; what is longer, or needs telling apart, is told above
  const isTold =
    status !== 'open' || options.some((one) => one.detail || one.label.length > LIMITS.buttonText);
  const words = [`*${escapeText(title)}*`, ...(isTold ? lines : [])].join('\n');
  const buttons = options.map(({ label }, at) =>
    button(isTold ? `${at + 1}. ${label}` : label, `${CHOOSE_ACTION}_${at}`, `${choiceId}:${at}`),
  );
  const blocks: KnownBlock[] = [
    ...sections(words),
    ...(status === 'open' && buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
    ...(status === 'left' ? context('↪️ Left') : []),
  ];
  const [text = ''] = splitText([escapeText(title), ...lines].join('\n'), LIMITS.text);
  return { text, blocks, cardId: choiceId };
}

/** What a button's value says; undefined when it is none of ours. */
export function choiceIn(value: string): { choiceId: string; option: number } | undefined {
  const [, choiceId, option] = /^([\w.-]{1,80}):(\d{1,2})$/.exec(value) ?? [];
  return choiceId ? { choiceId, option: Number(option) } : undefined;
}
