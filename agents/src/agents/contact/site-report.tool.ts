import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { peopleSeen, siteFigures } from '@clianta/crm-core/tracking/visit/site-figures';
import type { SiteFigures } from '@clianta/crm-core/tracking/visit/site-figures.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { periodShape } from '../../tools/period.ts';
import { resolveOne } from '../../tools/resolve.ts';
import {
  companiesTable,
  daysChart,
  figuresTable,
  pagesTable,
  sourcesTable,
} from '../../website/site-cards.ts';
import { spanSaid } from '../../website/span-said.ts';

const VISITORS = { one: 'visitor', many: 'visitors' };
const VIEWS = { one: 'page view', many: 'page views' };
const PEOPLE = { one: 'person', many: 'people' };

const input = z.strictObject({
  about: z
    .enum(['overview', 'pages', 'sources', 'companies', 'people'])
    .default('overview')
    .describe('people: who was there, of those who are known'),
  company: oneOf(Company).optional().describe('With people: only those of this company'),
  page: slot({ kind: 'text' }, z.string().max(120))
    .optional()
    .describe('With people: only who looked at this page, such as pricing'),
  period: periodShape.optional().describe('Left out: the last 30 days'),
});
type Args = z.output<typeof input>;

export const siteReport = defineTool({
  name: 'site_report',
  does: 'Looking at the visits of the website',
  operation: 'other',
  description:
    'Visits of the tracked websites: visitors by day, pages, sources, companies, and which known people were on which page. Visitors who have not said who they are have no names.',
  input,
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const { span, words } = spanSaid(context, args.period);
    if (args.about === 'people' || args.company || args.page) return people(args, context, span, words);
    const figures = await siteFigures(context.crm, context.scope, span);
    const others = figures.machines > 0 ? ` ${figures.machines} more were made by machines.` : '';
    if (figures.views === 0)
      return {
        text: `Nobody was on the website in ${words}.${others} The code for your pages stands under Settings, Website.`,
        isAnswer: true,
      };
    return {
      text: `In ${words} the website had **${counted(figures.visitors, VISITORS)}** and ${counted(figures.views, VIEWS)}.${others}${lead(args, figures)}`,
      cards: CARDS[args.about](figures),
      suggestions: [
        'Which pages are read most?',
        'Where do our visitors come from?',
        'Who was on the website?',
      ],
      isAnswer: true,
    };
  },
});

const CARDS = {
  overview: (figures: SiteFigures) => [daysChart(figures), pagesTable(figures), sourcesTable(figures)],
  pages: (figures: SiteFigures) => [pagesTable(figures)],
  sources: (figures: SiteFigures) => [sourcesTable(figures)],
  companies: (figures: SiteFigures) => [companiesTable(figures)],
  people: () => [],
};

/** The first line of what was asked for. */
function lead({ about }: Args, { pages, sources, companies }: SiteFigures): string {
  if (about === 'companies')
    return companies[0]
      ? ` Of the companies that are known, **${companies[0].name}** was there most.`
      : ' None of them is known as a company’s: people are known by links of your mail and by forms that they confirm.';
  if (about === 'sources' && sources[0])
    return ` Most visits come from **${sources[0].source}** (${sources[0].medium}).`;
  return about === 'pages' && pages[0] ? ` **${pages[0].path}** was read most.` : '';
}

async function people(
  { company: name, page }: Args,
  context: ToolContext,
  span: { from: Date; to: Date },
  words: string,
): Promise<ToolResult> {
  const company = name === undefined ? undefined : await resolveOne(context, Company, name, 'company');
  const bare = page?.replace(/\b(?:the|our|page|pages|site|website)\b/gi, ' ').trim();
  const seen = await peopleSeen(context.crm, context.scope, span, {
    companyId: company?.id,
    page: bare || undefined,
  });
  const where = `${company ? ` of **${company.name}**` : ''}`;
  const on = bare ? `on ${bare}` : 'on the website';
  if (seen.length === 0)
    return {
      text: `Nobody${where} who is known was ${on} in ${words}. Only people who followed a link of your mail, or confirmed a form, are known by name.`,
      isAnswer: true,
    };
  return {
    text: `${counted(seen.length, PEOPLE)}${where} ${seen.length === 1 ? 'was' : 'were'} ${on} in ${words}, of those who are known by name.`,
    cards: [
      figuresTable(
        'Known visitors',
        [
          ['name', 'Name'],
          ['pages', 'Pages'],
          ['views', 'Views', true],
          ['last', 'Last seen'],
        ],
        seen.map(({ name: person, pages, views, lastAt }) => ({
          name: person,
          pages: pages.slice(0, 4).join(', '),
          views: String(views),
          last: formatDate(lastAt, context),
        })),
      ),
    ],
    focus: seen
      .slice(0, 3)
      .map(({ contactId, name: title }) => ({ entity: Contact.name, id: contactId, title })),
    lastList: { entity: Contact.name, ids: seen.map(({ contactId }) => contactId) },
    isOutside: 'what visitors of the website looked at',
    isAnswer: true,
  };
}
