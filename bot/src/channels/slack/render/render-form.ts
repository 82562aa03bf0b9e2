import type { ErrorCard, FileCard, FormCard } from '@clianta/agents/reply.schema';
import { cardInWords } from '../../../channel-kit/card-words.ts';
import { FORM_ACTION } from './actions.ts';
import { referenceOf } from './form-reference.ts';
import { escapeText, toMrkdwn } from './mrkdwn.ts';
import { button, context } from './render-blocks.ts';
import type { Part } from './slack-message.ts';
import { textParts } from './text-parts.ts';

/** What it asks for, and a button that opens it. */
export function renderForm(card: FormCard): Part[] {
  return [
    ...textParts(toMrkdwn(cardInWords(card))),
    {
      text: '',
      blocks: [
        { type: 'actions', elements: [button(card.submit, FORM_ACTION, referenceOf(card), 'primary')] },
      ],
    },
  ];
}

export function renderError({ title, advice, reference }: ErrorCard): Part[] {
  const words = [`⚠️ *${escapeText(title)}*`, advice && escapeText(advice)].filter(Boolean).join('\n');
  const named = reference ? `Reference: ${escapeText(reference)}` : '';
  return [...textParts(words), ...(named ? [{ text: named, blocks: context(named) }] : [])];
}

export function renderFile(card: FileCard): Part[] {
  return textParts(`📎 ${toMrkdwn(cardInWords(card))}`);
}
