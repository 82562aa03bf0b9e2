import type { ApprovalCard } from '@clianta/agents/reply.schema';
import type { ActionsBlock, KnownBlock } from '@slack/types';
import { APPROVAL_OUTCOMES } from '../../../channel-kit/approval-outcomes.ts';
import { splitText } from '../../../channel-kit/split-text.ts';
import { SAY_ACTION } from './actions.ts';
import { LIMITS } from './limits.ts';
import { escapeText } from './mrkdwn.ts';
import { button, context, heading, sections } from './render-blocks.ts';
import type { SlackMessage } from './slack-message.ts';

export const APPROVE_ACTION = 'clianta_approve';
/** Opens a dialog in which the number of records is typed. */
export const APPROVE_TYPED_ACTION = 'clianta_approve_typed';
export const REJECT_ACTION = 'clianta_reject';

/** A proposal as one message, with buttons for as long as it can be decided. */
export function renderApproval(card: ApprovalCard): SlackMessage {
  const changes = card.changes.map(
    ({ label, from, to }) =>
      `*${escapeText(label)}*: ${from ? `${escapeText(from)} → ` : ''}${escapeText(to)}`,
  );
  const sample = card.sample.map(
    ({ title, detail }) => `• ${escapeText(title)}${detail ? ` – ${escapeText(detail)}` : ''}`,
  );
  const more = card.count - card.sample.length;
  const lines = [...changes, ...sample, ...(more > 0 && sample.length > 0 ? [`… and ${more} more`] : [])];
  const awaits = card.awaits ? `Takes the approval of ${escapeText(card.awaits)}. ` : '';
  const state =
    card.status === 'pending' ? `${awaits}${expiry(card.expiresAt)}` : APPROVAL_OUTCOMES[card.status];
  // the buttons must be there however long the list is
  const whole = sections(lines.join('\n'));
  const body = whole.slice(0, LIMITS.blocks - 4);
  const isCut = body.length < whole.length || more > 0;
  const blocks: KnownBlock[] = [
    ...heading(card.title),
    ...body,
    ...(state ? context(state) : []),
    ...(card.status === 'pending' ? [decisionButtons(card, isCut)] : []),
  ];
  const words = [`*${escapeText(card.title)}*`, ...lines, ...(state ? [state] : [])].join('\n');
  const [text = ''] = splitText(words, LIMITS.text);
  return { text, blocks, cardId: card.approvalId };
}

/**
 * The buttons that decide carry the proposal's id and nothing else: what was shown is what runs. One that destroys is red
 * and names what it does.
 *
 * @param isCut - not all records are shown, so that a button asks for them
 */
function decisionButtons(card: ApprovalCard, isCut: boolean): ActionsBlock {
  const approve = card.typedCount === undefined ? APPROVE_ACTION : APPROVE_TYPED_ACTION;
  return {
    type: 'actions',
    elements: [
      card.isDestructive
        ? button(card.title, approve, card.approvalId, 'danger')
        : button('Approve', approve, card.approvalId, 'primary'),
      button('Reject', REJECT_ACTION, card.approvalId),
      ...(isCut ? [button(`Show all ${card.count}`, `${SAY_ACTION}_all`, `Show me all ${card.count}`)] : []),
    ],
  };
}

/** In the reader's own zone and language. */
function expiry(expiresAt: string): string {
  const seconds = Math.floor(Date.parse(expiresAt) / 1_000);
  if (!Number.isFinite(seconds)) return '';
  return `Can be decided until <!date^${seconds}^{date_short_pretty} at {time}|${escapeText(expiresAt)}>`;
}
