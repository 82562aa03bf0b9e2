import type { ChartCard } from '@clianta/agents/reply.schema';
import { escapeText } from './mrkdwn.ts';
import { titled } from './render-list.ts';
import type { Part } from './slack-message.ts';
import { textParts } from './text-parts.ts';

/** Columns of a fixed-width block that a phone shows without wrapping. */
const BAR_WIDTH = 16;
const LONGEST_LABEL = 18;

/** Bars of text with their figures: Slack draws no pictures that it cannot fetch. */
export function renderChart({ title, categories, series, summary }: ChartCard): Part[] {
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map(Math.abs)));
  const width = Math.min(LONGEST_LABEL, Math.max(0, ...categories.map((label) => label.length)));
  const parts = series.flatMap(({ label, values, words }) => {
    const rows = categories.map((category, at) => {
      const value = values[at] ?? 0;
      const bar = most === 0 ? '' : bars(Math.abs(value) / most);
      return `${category.padEnd(width)} ${bar.padEnd(BAR_WIDTH)} ${words[at] ?? String(value)}`.trimEnd();
    });
    const name = series.length > 1 ? `*${escapeText(label)}*\n` : '';
    return textParts(`${name}\`\`\`\n${escapeText(rows.join('\n').replaceAll('```', "'''"))}\n\`\`\``);
  });
  return [titled(title), ...(summary ? textParts(escapeText(summary)) : []), ...parts];
}

/** @param share - of the longest bar, 0 to 1; what is there at all is seen */
function bars(share: number): string {
  return '█'.repeat(share > 0 ? Math.max(1, Math.round(share * BAR_WIDTH)) : 0);
}
