import type { ApprovalCard } from '@clianta/agents/reply.schema';
import { ButtonStyle } from 'discord.js';
import { APPROVAL_OUTCOMES } from '../../../channel-kit/approval-outcomes.ts';
import { button, rows, sayButton, textParts } from './components.ts';
import { custom } from './custom-id.ts';
import { escapeText } from './discord-markdown.ts';
import type { Part } from './discord-message.ts';
import { bold, lines, small, title } from './render-cards.ts';

/** A proposal, with buttons for as long as it can be decided. The red one says what it does. */
export function renderApproval(card: ApprovalCard): Part[] {
  const changes = card.changes.map(
    ({ label, from, to }) => `${bold(label)}: ${from ? `${escapeText(from)} → ` : ''}${escapeText(to)}`,
  );
  const sample = card.sample.map(
    ({ title: name, detail }) => `- ${escapeText(name)}${detail ? ` – ${escapeText(detail)}` : ''}`,
  );
  const left = card.count - card.sample.length;
  const more = left > 0 && sample.length > 0 ? small(`… and ${left} more`) : '';
  const isOpen = card.status === 'pending';
  const awaits = card.awaits ? `Takes the approval of ${escapeText(card.awaits)}.` : '';
  const state =
    card.status === 'pending' ? lines(awaits, expiry(card.expiresAt)) : APPROVAL_OUTCOMES[card.status];
  const body = textParts(lines(title(card.title), ...changes, ...sample, more));
  return [...body, ...(state ? textParts(state) : []), ...(isOpen ? [decisionButtons(card)] : [])];
}

/** The buttons that decide carry the proposal's id and nothing else: what was shown is what runs. */
function decisionButtons(card: ApprovalCard): Part {
  const { approvalId, title: does, typedCount, count, sample } = card;
  const id = typedCount === undefined ? custom.approve(approvalId) : custom.approveTyped(approvalId);
  const all = count > sample.length ? [sayButton(`Show all ${count}`, `Show me all ${count}`)] : [];
  return {
    components: rows([
      card.isDestructive ? button(does, id, ButtonStyle.Danger) : button('Approve', id, ButtonStyle.Success),
      button('Reject', custom.reject(approvalId)),
      ...all.map((one) => one.button),
    ]),
    kept: all.map((one) => one.kept),
  };
}

/** In the reader's own zone and language. */
function expiry(expiresAt: string): string {
  const seconds = Math.floor(Date.parse(expiresAt) / 1_000);
  return Number.isFinite(seconds) ? `-# Can be decided until <t:${seconds}:f>` : '';
}
