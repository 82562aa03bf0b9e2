import type { ActionsBlock, Button, ContextBlock, HeaderBlock, KnownBlock, SectionBlock } from '@slack/types';
import { splitText } from '../../../channel-kit/split-text.ts';
import { clip, LIMITS } from './limits.ts';
import { escapeText } from './mrkdwn.ts';

export const UNDO_ACTION = 'clianta_undo';

/** @param mrkdwn - at most 3,000 characters */
export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn } };
}

/** Lines of any length as sections. */
export function sections(mrkdwn: string): SectionBlock[] {
  return splitText(mrkdwn, LIMITS.sectionText).map(section);
}

/** A title; one that is too long for Slack's header is bold text instead. */
export function heading(title: string): KnownBlock[] {
  if (title.trim() === '') return [];
  if (title.length > LIMITS.headerText) return sections(`*${escapeText(title)}*`);
  const header: HeaderBlock = { type: 'header', text: { type: 'plain_text', text: title, emoji: true } };
  return [header];
}

/** Small grey text. */
export function context(mrkdwn: string): ContextBlock[] {
  return splitText(mrkdwn, LIMITS.fieldText).map((text) => ({
    type: 'context',
    elements: [{ type: 'mrkdwn', text }],
  }));
}

/** @param value - at most 2,000 characters; what the click sends back */
export function button(text: string, actionId: string, value: string, style?: 'primary' | 'danger'): Button {
  return {
    type: 'button',
    text: { type: 'plain_text', text: clip(text, LIMITS.buttonText), emoji: true },
    action_id: actionId,
    value,
    ...(style && { style }),
  };
}

/** The Undo button of a group of writes; none when they were taken back already. */
export function undoButton({
  undoGroupId: groupId,
  isUndone,
}: {
  undoGroupId?: string | undefined;
  isUndone?: boolean | undefined;
}): ActionsBlock[] {
  if (groupId === undefined || isUndone || groupId.length > LIMITS.buttonValue) return [];
  return [{ type: 'actions', elements: [button('Undo', UNDO_ACTION, groupId)] }];
}
