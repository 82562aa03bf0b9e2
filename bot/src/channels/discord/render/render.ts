import type { ApprovalCard, Card, ChoiceCard, Reply } from '@clianta/agents/reply.schema';
import type { APIMessageTopLevelComponent } from 'discord.js';
import { splitText } from '../../../channel-kit/split-text.ts';
import { withoutQuestion } from '../../../channel-kit/without-question.ts';
import { sayButtons, textParts } from './components.ts';
import { escapeText, toDiscord } from './discord-markdown.ts';
import type { DiscordMessage, Part } from './discord-message.ts';
import { LIMITS } from './limits.ts';
import { pack, type Section } from './pack.ts';
import { renderApproval } from './render-approval.ts';
import {
  bold,
  lines,
  renderBrief,
  renderError,
  renderFile,
  renderForm,
  renderHelp,
  renderList,
  renderProgress,
  renderRecord,
} from './render-cards.ts';
import { renderChart } from './render-chart.ts';
import { renderChoice } from './render-choice.ts';
import { renderTable } from './render-table.ts';

/** Left of what destroys or went wrong. */
const RED = 0xd9_36_3e;

/** A reply as one or more messages within Discord's limits; nothing of it is left out. */
export function renderReply(reply: Reply): DiscordMessage[] {
  const words = toDiscord(withoutQuestion(reply));
  const suggestions = sayButtons((reply.suggestions ?? []).filter((one) => one.trim()));
  if (reply.cards.length === 0) return wordMessages(words, suggestions);
  const messages: DiscordMessage[] = [];
  let sections: Section[] = [{ parts: textParts(words) }];
  for (const card of reply.cards) {
    if (card.type === 'approval' || card.type === 'choice') {
      // what is redrawn later stands alone
      messages.push(...pack(sections), ...renderDecidable(card));
      sections = [];
    } else
      sections.push({ parts: renderCard(card), isCard: true, ...(card.type === 'error' && { color: RED }) });
  }
  return [...messages, ...pack([...sections, { parts: suggestions }])];
}

/** A proposal or a question as the messages that it takes; one, unless it is very long. */
export function renderDecidable(card: ApprovalCard | ChoiceCard): DiscordMessage[] {
  const isApproval = card.type === 'approval';
  const parts = isApproval ? renderApproval(card) : renderChoice(card);
  const color =
    card.type === 'approval' && card.status === 'pending' && card.isDestructive ? { color: RED } : {};
  const messages = pack([{ parts, isCard: true, ...color }]);
  const last = messages.at(-1);
  if (last) last.cardId = isApproval ? card.approvalId : card.choiceId;
  return messages;
}

/** What a person is told outside of any conversation. */
export function renderNotice(title: string, body: string | undefined): DiscordMessage[] {
  return wordMessages(lines(bold(title), escapeText(body ?? '')), []);
}

/** Words as plain messages, which notifications show, with the suggestions under the last. */
function wordMessages(words: string, suggestions: readonly Part[]): DiscordMessage[] {
  const messages = splitText(words, LIMITS.content).map(
    (content): DiscordMessage => ({ content, components: [], kept: [] }),
  );
  const last = messages.at(-1);
  if (last) {
    last.components = suggestions.flatMap(({ components }) => components) as APIMessageTopLevelComponent[];
    last.kept = suggestions.flatMap(({ kept = [] }) => kept);
  }
  return messages;
}

function renderCard(card: Exclude<Card, { type: 'approval' | 'choice' }>): Part[] {
  switch (card.type) {
    case 'record':
      return renderRecord(card);
    case 'table':
      return renderTable(card);
    case 'brief':
      return renderBrief(card);
    case 'list':
      return renderList(card);
    case 'chart':
      return renderChart(card);
    case 'form':
      return renderForm(card);
    case 'progress':
      return renderProgress(card);
    case 'file':
      return renderFile(card);
    case 'error':
      return renderError(card);
    case 'help':
      return renderHelp(card);
  }
}
