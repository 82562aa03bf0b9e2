import type { Card, Reply } from '@clianta/agents/reply.schema';
import type { ActionsBlock } from '@slack/types';
import { splitText } from '../../../channel-kit/split-text.ts';
import { withoutQuestion } from '../../../channel-kit/without-question.ts';
import { SAY_ACTION } from './actions.ts';
import { LIMITS } from './limits.ts';
import { escapeText, toMrkdwn } from './mrkdwn.ts';
import { renderApproval } from './render-approval.ts';
import { button, section } from './render-blocks.ts';
import { renderBrief, renderRecord, renderTable } from './render-cards.ts';
import { renderChart } from './render-chart.ts';
import { renderChoice } from './render-choice.ts';
import { renderError, renderFile, renderForm } from './render-form.ts';
import { renderHelp, renderList, renderProgress } from './render-list.ts';
import type { Part, SlackMessage } from './slack-message.ts';

/** A reply as one or more messages within Slack's limits; nothing of it is left out. */
export function renderReply(reply: Reply): SlackMessage[] {
  const text = toMrkdwn(withoutQuestion(reply));
  const parts: Part[] = splitText(text, LIMITS.sectionText).map((piece) => ({
    text: piece,
    blocks: [section(piece)],
  }));
  const messages: SlackMessage[] = [];
  for (const card of reply.cards) {
    if (card.type === 'approval') messages.push(...pack(parts.splice(0)), renderApproval(card));
    else if (card.type === 'choice') messages.push(...pack(parts.splice(0)), renderChoice(card));
    else parts.push(...renderCard(card));
  }
  const suggestions = renderSuggestions(reply.suggestions ?? []);
  if (suggestions) parts.push({ text: '', blocks: [suggestions] });
  return [...messages, ...pack(parts)];
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

function renderSuggestions(suggestions: readonly string[]): ActionsBlock | undefined {
  const buttons = suggestions
    .filter((text) => text.length <= LIMITS.buttonValue)
    .map((text, index) => button(text, `${SAY_ACTION}_${index}`, text));
  return buttons.length > 0 ? { type: 'actions', elements: buttons } : undefined;
}

/** Fills messages up to the limits, in order. */
function pack(parts: readonly Part[]): SlackMessage[] {
  const messages: SlackMessage[] = [];
  let current: { parts: Part[]; blocks: number; size: number; hasTable: boolean } | undefined;
  for (const part of parts) {
    if (part.blocks.length === 0) continue;
    const size = JSON.stringify(part.blocks).length;
    const hasTable = part.blocks.some((block) => block.type === 'table');
    const fits =
      current &&
      current.blocks + part.blocks.length <= LIMITS.blocks &&
      current.size + size <= LIMITS.blocksText &&
      // Slack shows one table a message
      !(hasTable && current.hasTable);
    if (!current || !fits) {
      if (current) messages.push(joined(current.parts));
      current = { parts: [], blocks: 0, size: 0, hasTable: false };
    }
    current.parts.push(part);
    current.blocks += part.blocks.length;
    current.size += size;
    current.hasTable ||= hasTable;
  }
  if (current) messages.push(joined(current.parts));
  return messages;
}

function joined(parts: readonly Part[]): SlackMessage {
  const words = parts.map((part) => part.text).filter(Boolean);
  const [text = escapeText('Clianta')] = splitText(words.join('\n'), LIMITS.text);
  return { text, blocks: parts.flatMap((part) => part.blocks) };
}
