import type {
  ApprovalCard,
  BriefCard,
  Card,
  ChartCard,
  ChoiceCard,
  ErrorCard,
  FileCard,
  FormCard,
  HelpCard,
  ListCard,
  ProgressCard,
  RecordCard,
  TableCard,
} from '@clianta/agents/reply.schema';
import { sizeInWords } from '@clianta/agents/tools/format';

/** A card in words, as CommonMark: for a channel that cannot draw it, and for what is read aloud. */
export function cardInWords(card: Card): string {
  switch (card.type) {
    case 'record':
      return recordInWords(card);
    case 'table':
      return tableInWords(card);
    case 'approval':
      return approvalInWords(card);
    case 'brief':
      return briefInWords(card);
    case 'choice':
      return choiceInWords(card);
    case 'list':
      return listInWords(card);
    case 'chart':
      return chartInWords(card);
    case 'form':
      return formInWords(card);
    case 'progress':
      return progressInWords(card);
    case 'file':
      return fileInWords(card);
    case 'error':
      return errorInWords(card);
    case 'help':
      return helpInWords(card);
  }
}

const lines = (...parts: Array<string | false | undefined>) => parts.filter(Boolean).join('\n');
const more = (count: number, shown: number) => (count > shown ? `- … and ${count - shown} more` : '');
const detailed = (title: string, detail: string | undefined) => (detail ? `${title} (${detail})` : title);

function recordInWords({ title, badge, subtitle, fields }: RecordCard): string {
  const about = [badge, subtitle].filter(Boolean).join(' · ');
  return lines(
    `**${title}**${about ? ` (${about})` : ''}`,
    ...fields.map(({ label, value, wasChanged }) => `- ${label}: ${value}${wasChanged ? ' (changed)' : ''}`),
  );
}

function tableInWords({ title, columns, rows, count, total }: TableCard): string {
  const row = (cells: Record<string, string>) =>
    columns
      .map(({ key, label }, at) => (at === 0 ? cells[key] : cells[key] && `${label}: ${cells[key]}`))
      .filter(Boolean)
      .join(', ');
  return lines(
    `**${title}**`,
    ...rows.map(({ cells }) => `- ${row(cells)}`),
    more(count, rows.length),
    total && `**${total.label}: ${total.value}**`,
  );
}

function approvalInWords({ title, changes, sample, count, status }: ApprovalCard): string {
  return lines(
    `**${title}**${status === 'pending' ? '' : ` (${status})`}`,
    ...changes.map(({ label, from, to }) => `- ${label}: ${from ? `${from} → ` : ''}${to}`),
    ...sample.map((one) => `- ${detailed(one.title, one.detail)}`),
    more(count, sample.length),
  );
}

function briefInWords({ title, subtitle, sections }: BriefCard): string {
  const section = ({ heading, items }: BriefCard['sections'][number]) =>
    lines(`**${heading}**`, ...items.map((item) => `- ${detailed(item.text, item.source)}`));
  return [lines(`**${title}**`, subtitle), ...sections.map(section)].join('\n\n');
}

function choiceInWords({ title, options, chosen }: ChoiceCard): string {
  return lines(
    title,
    ...options.map(
      ({ label, detail }, at) => `${at + 1}. ${detailed(label, detail)}${at === chosen ? ' (chosen)' : ''}`,
    ),
  );
}

function listInWords({ title, items, count }: ListCard): string {
  return lines(
    `**${title}**`,
    ...items.map((item) => `- ${detailed(item.title, item.detail)}`),
    more(count, items.length),
  );
}

function chartInWords({ title, categories, series, summary }: ChartCard): string {
  const point = (category: string, at: number) =>
    series
      .map(({ label, words }) => (series.length > 1 ? `${label} ${words[at] ?? ''}` : (words[at] ?? '')))
      .join(', ')
      .replace(/^/, `- ${category}: `);
  return lines(`**${title}**`, summary, ...categories.map(point));
}

function formInWords({ title, fields }: FormCard): string {
  const field = ({ label, isRequired, options }: FormCard['fields'][number]) => {
    const choices = options?.map((option) => option.label).join(', ');
    return `- ${label}${isRequired ? ' (needed)' : ''}${choices ? `: ${choices}` : ''}`;
  };
  return lines(`**${title}**`, ...fields.map(field));
}

const STATES = { waiting: '○', running: '…', done: '✓', failed: '✗' } as const;

function progressInWords({ title, steps }: ProgressCard): string {
  return lines(
    `**${title}**`,
    ...steps.map((step) => `- ${STATES[step.state]} ${detailed(step.title, step.detail)}`),
  );
}

function fileInWords({ name, size }: FileCard): string {
  return `**${name}** (${sizeInWords(size)})`;
}

function errorInWords({ title, advice, reference }: ErrorCard): string {
  return lines(`**${title}**`, advice, reference && `Reference: ${reference}`);
}

function helpInWords({ title, groups }: HelpCard): string {
  const group = ({ heading, examples }: HelpCard['groups'][number]) =>
    lines(`**${heading}**`, ...examples.map((example) => `- “${example}”`));
  return [`**${title}**`, ...groups.map(group)].join('\n\n');
}
