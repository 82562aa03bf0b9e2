import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import {
  Competitor,
  type CompetitorRecord,
} from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import {
  lossReasonsAgainst,
  type WinLoss,
  winLossByCompetitor,
} from '@clianta/crm-core/intelligence/competitor/win-loss';
import { z } from 'zod';
import type { BriefCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDay, listed } from '../../tools/format.ts';
import { worthInWords } from '../../tools/money-words.ts';
import { editionsOf, sourceInWords } from './battlecards.ts';
import { dealsAgainst, type Evidence, evidenceOf, HEADINGS, mentionsOf } from './evidence.ts';
import { rateInWords } from './rate-in-words.ts';
import { theCompetitor } from './the-competitor.ts';

type Items = BriefCard['sections'][number]['items'];
const NAMED = 3;

export const swot = defineTool({
  name: 'swot',
  does: 'Weighing a competitor',
  operation: 'other',
  entity: Competitor.name,
  description:
    'Strengths and weaknesses of a competitor, opportunities and threats for us, from the profile, deals and notes alone. What there is no evidence of is said so.',
  input: z.strictObject({
    competitor: oneOf(Competitor).optional().describe('Left out: the one spoken of last'),
  }),
  effect: 'read',
  async run({ competitor: name }, context): Promise<ToolResult> {
    const competitor = await theCompetitor(context, name);
    const sections = await partsOf(context, competitor);
    const empty = sections
      .filter(({ items }) => items.length === 0)
      .map(({ heading }) => heading.toLowerCase());
    const focus = [focusOf(Competitor, competitor)];
    if (empty.length === sections.length)
      return {
        text: `There is no evidence on **${competitor.name}** yet: no profile, no deals with them and no notes that name them. I do not guess.`,
        focus,
        isAnswer: true,
      };
    const lacking = empty.length > 0 ? ` There is no evidence on ${listed(empty)}.` : '';
    return {
      text: `This is what deals and notes say of **${competitor.name}**.${lacking}`,
      cards: [
        {
          type: 'brief',
          title: `SWOT: ${competitor.name}`,
          subtitle: 'From the profile, deals and notes',
          sections: sections.map(({ heading, items }) => ({
            heading,
            items: items.length > 0 ? items : [{ text: 'No evidence' }],
          })),
        },
      ],
      suggestions: [`Draft a battlecard against ${competitor.name}`],
      focus,
      isAnswer: true,
    };
  },
});

async function partsOf(context: ToolContext, competitor: CompetitorRecord) {
  const { crm, scope } = context;
  const [evidence, said, figures, reasons, open, { own, count }] = await Promise.all([
    evidenceOf(context, competitor),
    saidPoints(context, competitor),
    winLossByCompetitor(crm, scope),
    lossReasonsAgainst(crm, scope, competitor.id),
    dealsAgainst(context, competitor, ['open'], 100),
    mentionsOf(context, competitor),
  ]);
  const found = figures.get(competitor.id);
  const points = (topic: Evidence['topic']): Items =>
    [...said, ...evidence]
      .filter((one) => one.topic === topic)
      .map((one) => ({ text: one.text, source: sourceInWords(context, one) }));
  const lostOn = reasons.flatMap(({ reason, count: times }) =>
    reason ? [{ text: `Deals were lost on ${reason} (${times})`, source: 'closed deals' }] : [],
  );
  const [newest] = own;
  return [
    { heading: 'Strengths', items: [...points('strengths'), ...lostOn] },
    { heading: 'Weaknesses', items: [...points('weaknesses'), ...wonAgainst(found)] },
    {
      heading: 'Opportunities',
      items:
        open.length > 0
          ? [
              {
                text: `${counted(open.length, { one: 'open deal', many: 'open deals' })} worth ${worthInWords(context, open)} can be won against them: ${listed(open.slice(0, NAMED).map(({ title }) => title))}${open.length > NAMED ? ' and others' : ''}`,
                source: 'open deals',
              },
            ]
          : [],
    },
    {
      heading: 'Threats',
      items: [
        ...(found && found.lostToThem > 0
          ? [
              {
                text: `They got ${counted(found.lostToThem, Opportunity.label)} of ours`,
                source: 'lost deals',
              },
            ]
          : []),
        ...points('pricing'),
        ...(newest
          ? [
              {
                text: `Named ${counted(count, { one: 'time', many: 'times' })}, last: “${newest.quote}”`,
                source: `${newest.entry.type}, ${formatDay(newest.at, context)}`,
              },
            ]
          : []),
      ],
    },
  ];
}

function wonAgainst(found: WinLoss | undefined): Items {
  if (!found || found.won === 0) return [];
  const rate = found.rate === undefined ? '' : `, ${rateInWords(found.rate)}`;
  return [
    {
      text: `We won ${found.won} of ${counted(found.won + found.lost, { one: 'closed deal', many: 'closed deals' })} they were in${rate}`,
      source: 'closed deals',
    },
  ];
}

/** What people have said to the newest battlecard. */
async function saidPoints(context: ToolContext, competitor: CompetitorRecord): Promise<Evidence[]> {
  const [newest] = await editionsOf(context, competitor);
  return (newest?.sections ?? []).flatMap(({ heading, points }) =>
    (['strengths', 'weaknesses', 'pricing'] as const).flatMap((topic) =>
      HEADINGS[topic] === heading
        ? points.filter(({ source }) => source.startsWith('said by')).map((point) => ({ ...point, topic }))
        : [],
    ),
  );
}
