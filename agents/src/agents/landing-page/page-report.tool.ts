import {
  LandingPage,
  type LandingPageRecord,
} from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import type { PageFigures } from '@clianta/crm-core/marketing/landing-page/page-facts.schema';
import { figuresOf, LEAST_VISITORS, rateOf } from '@clianta/crm-core/marketing/landing-page/page-figures';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { periodInWords, periodOf, periodShape } from '../../tools/period.ts';
import { pageMeant } from './page-meant.ts';

const MOST_PAGES = 50;
const VISITORS = { one: 'visitor', many: 'visitors' };

export const pageReport = defineTool({
  name: 'page_report',
  does: 'Measuring landing pages',
  entity: LandingPage.name,
  description:
    'How many people looked at a landing page and filled in its form, by variant, and whether one variant is better; or all pages compared. Too few visitors are said to be too few.',
  input: z.strictObject({
    page: oneOf(LandingPage).optional().describe('Which page; left out: the one spoken of'),
    all: z.boolean().default(false).describe('All pages compared'),
    period: periodShape.optional(),
  }),
  effect: 'read',
  async run({ page: name, all, period }, context): Promise<ToolResult> {
    const { from, to } = period ? periodOf(context, period) : {};
    const span = { from: from?.toJSDate(), to: to?.toJSDate() };
    const when = from && to ? ` in ${periodInWords(context, { from, to })}` : '';
    if (all) return compared(context, span, when);
    const page = await pageMeant(context, name);
    const figures = await figuresOf(context.crm, context.scope, page, span);
    return {
      text: inWords(page, figures, when),
      ...(figures.variants.length > 1 && { cards: [tableOf(page.title, 'Variant', figures.variants)] }),
      focus: [focusOf(LandingPage, page)],
      isAnswer: true,
    };
  },
});

function inWords(page: LandingPageRecord, { variants, verdict }: PageFigures, when: string): string {
  const visitors = variants.reduce((sum, one) => sum + one.visitors, 0);
  const conversions = variants.reduce((sum, one) => sum + one.conversions, 0);
  if (visitors === 0)
    return page.status === 'published'
      ? `Nobody has looked at **${page.title}**${when} yet.`
      : `**${page.title}** is not published, so nobody looked at it.`;
  const total = `**${page.title}** had ${counted(visitors, VISITORS)}${when}; ${conversions} filled in its form (${percent({ visitors, conversions })}).`;
  const nameOf = (id: string) => variants.find((one) => one.id === id)?.name ?? id;
  switch (verdict.kind) {
    case 'single':
      return total;
    case 'early':
      return `${total} It is too early to say which variant is better: each needs ${LEAST_VISITORS} visitors, and one has had ${verdict.least}.`;
    case 'even':
      return `${total} Neither variant is surely better: chance alone makes such a difference in ${Math.round(verdict.chance * 100)} of 100 cases.`;
    case 'winner':
      return `${total} **${nameOf(verdict.id)}** is better; chance alone makes such a difference in ${Math.max(1, Math.round(verdict.chance * 100))} of 100 cases at most.`;
  }
}

async function compared(context: ToolContext, span: object, when: string): Promise<ToolResult> {
  const { records } = await context.crm
    .records(LandingPage)
    .find(context.scope, { sort: '-publishedAt', limit: MOST_PAGES });
  const rows = await Promise.all(
    records.map(async (page) => {
      const { variants } = await figuresOf(context.crm, context.scope, page, span);
      const sum = (of: 'visitors' | 'conversions') => variants.reduce((total, one) => total + one[of], 0);
      return { name: page.title, visitors: sum('visitors'), conversions: sum('conversions') };
    }),
  );
  const seen = rows.filter(({ visitors }) => visitors > 0).sort((a, b) => rateOf(b) - rateOf(a));
  const [best] = seen;
  if (!best) return { text: `No landing page had a visitor${when} yet.`, isAnswer: true };
  return {
    text: `Of ${counted(seen.length, LandingPage.label)} with visitors${when}, **${best.name}** has the highest rate: ${percent(best)}.`,
    cards: [tableOf('Landing pages', 'Page', seen)],
    isAnswer: true,
  };
}

interface Row {
  name: string;
  visitors: number;
  conversions: number;
}

const tableOf = (title: string, label: string, rows: readonly Row[]): TableCard => ({
  type: 'table',
  title,
  columns: [
    { key: 'name', label },
    { key: 'visitors', label: 'Visitors', align: 'right' },
    { key: 'conversions', label: 'Filled in', align: 'right' },
    { key: 'rate', label: 'Rate', align: 'right' },
  ],
  rows: rows.map((row) => ({
    cells: {
      name: row.name,
      visitors: String(row.visitors),
      conversions: String(row.conversions),
      rate: percent(row),
    },
  })),
  count: rows.length,
});

const percent = (row: Pick<Row, 'visitors' | 'conversions'>): string => `${(rateOf(row) * 100).toFixed(1)}%`;
