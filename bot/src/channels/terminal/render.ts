import { styleText } from 'node:util';
import type {
  ApprovalCard,
  BriefCard,
  Card,
  ChoiceCard,
  ErrorCard,
  FormCard,
  HelpCard,
  ProgressCard,
  RecordCard,
  Reply,
} from '@clianta/agents/reply.schema';
import { cardInWords } from '../../channel-kit/card-words.ts';
import { clean, type Paint } from './paint.ts';
import { renderChart } from './render-chart.ts';
import { renderTable } from './render-table.ts';

export interface RenderOptions {
  /** ANSI styles; off when the output is no terminal. */
  hasColor: boolean;
  /** Columns of the terminal; absent where there is none. */
  width?: number | undefined;
}

/** A reply as plain lines for a terminal. */
export function renderReply(reply: Reply, options: RenderOptions): string {
  const paint: Paint = (style, text) =>
    options.hasColor ? styleText(style, text, { validateStream: false }) : text;
  const parts = [
    markdown(reply.text, paint),
    ...reply.cards.map((card) => renderCard(card, paint, options.width)),
  ];
  if (reply.suggestions?.length)
    parts.push(paint('dim', `Try: ${reply.suggestions.map((text) => `“${text}”`).join('  ')}`));
  return parts.filter(Boolean).join('\n\n');
}

function markdown(text: string, paint: Paint): string {
  return clean(text)
    .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => paint('bold', bold))
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/^- /gm, '• ');
}

function renderCard(card: Card, paint: Paint, width: number | undefined): string {
  switch (card.type) {
    case 'record':
      return renderRecord(card, paint);
    case 'table':
      return renderTable(card, paint, width);
    case 'approval':
      return renderApproval(card, paint);
    case 'brief':
      return renderBrief(card, paint);
    case 'choice':
      return renderChoice(card, paint);
    case 'chart':
      return renderChart(card, paint, width);
    case 'progress':
      return renderProgress(card, paint);
    case 'help':
      return renderHelp(card, paint);
    case 'error':
      return renderError(card, paint);
    case 'form':
      return renderForm(card, paint);
    case 'list':
    case 'file':
      return markdown(cardInWords(card), paint);
  }
}

function renderRecord(card: RecordCard, paint: Paint): string {
  const badge = card.badge ? `  [${card.badge}]` : '';
  const width = Math.max(0, ...card.fields.map((field) => field.label.length));
  const lines = card.fields.map((field) => {
    const line = `  ${field.label.padEnd(width)}  ${clean(field.value)}`;
    return field.wasChanged ? paint('green', `${line}  *`) : line;
  });
  const head =
    paint('bold', clean(card.title)) +
    (card.subtitle ? paint('dim', `  ${clean(card.subtitle)}`) : '') +
    badge;
  return [head, ...lines].join('\n');
}

function renderApproval(card: ApprovalCard, paint: Paint): string {
  const more = card.count > card.sample.length ? [`  … and ${card.count - card.sample.length} more`] : [];
  const answer = card.awaits
    ? `This takes the approval of ${clean(card.awaits)}; answer no to withdraw it.`
    : card.typedCount === undefined
      ? 'Answer yes or no.'
      : `To approve, answer: yes ${card.typedCount}`;
  return [
    paint('yellow', card.title),
    ...card.changes.map(
      (change) => `  ${change.label}: ${change.from ? `${clean(change.from)} → ` : ''}${clean(change.to)}`,
    ),
    ...card.sample.map((item) => `  • ${clean(item.title)}${item.detail ? ` (${clean(item.detail)})` : ''}`),
    ...more,
    card.status === 'pending' ? answer : `(${card.status === 'partly' ? 'done in part' : card.status})`,
  ].join('\n');
}

/** The number is the answer. */
function renderChoice({ options, status, chosen }: ChoiceCard, paint: Paint): string {
  const lines = options.map(({ label, detail }, at) => {
    const line = `  ${at + 1}. ${clean(label)}${detail ? paint('dim', `  ${clean(detail)}`) : ''}`;
    return at === chosen ? paint('green', `${line}  *`) : line;
  });
  return [...lines, ...(status === 'open' ? [] : [`  (${status})`])].join('\n');
}

const MARKS = { waiting: '○', running: '…', done: '✓', failed: '✗' } as const;
const TONES = { waiting: 'dim', running: 'cyan', done: 'green', failed: 'red' } as const;

function renderProgress({ title, steps }: ProgressCard, paint: Paint): string {
  const lines = steps.map(
    ({ state, title: step, detail }) =>
      `  ${paint(TONES[state], MARKS[state])} ${clean(step)}${detail ? paint('dim', `  ${clean(detail)}`) : ''}`,
  );
  return [paint('bold', clean(title)), ...lines].join('\n');
}

function renderHelp({ title, groups }: HelpCard, paint: Paint): string {
  const told = groups.map(({ heading, examples }) =>
    [paint('bold', clean(heading)), ...examples.map((one) => `  “${clean(one)}”`)].join('\n'),
  );
  return [paint(['bold', 'underline'], clean(title)), ...told].join('\n\n');
}

function renderError({ title, advice, reference }: ErrorCard, paint: Paint): string {
  return [
    paint('red', `✗ ${clean(title)}`),
    ...(advice ? [`  ${clean(advice)}`] : []),
    ...(reference ? [paint('dim', `  Reference: ${clean(reference)}`)] : []),
  ].join('\n');
}

/** There is nothing to fill in here: what it asks for is said in words. */
function renderForm({ title, fields }: FormCard, paint: Paint): string {
  const asked = ({ label, isRequired, options }: FormCard['fields'][number]) => {
    const choices = options?.map((option) => clean(option.label)).join(', ');
    return `  ${isRequired ? '•' : '◦'} ${clean(label)}${isRequired ? ' (needed)' : ''}${choices ? paint('dim', `  ${choices}`) : ''}`;
  };
  return [paint('bold', clean(title)), ...fields.map(asked), paint('dim', 'Say these in a sentence.')].join(
    '\n',
  );
}

function renderBrief(card: BriefCard, paint: Paint): string {
  const sections = card.sections.map((section) =>
    [paint('bold', section.heading), ...section.items.map((item) => `  • ${clean(item.text)}`)].join('\n'),
  );
  return [
    paint(['bold', 'underline'], card.title) + (card.subtitle ? `  ${card.subtitle}` : ''),
    ...sections,
  ].join('\n\n');
}
