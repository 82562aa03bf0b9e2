import {
  Competitor,
  type CompetitorRecord,
} from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDay } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { battlecardCard, editionsOf, sourceInWords } from './battlecards.ts';
import { evidenceOf, HEADINGS, mentionsOf } from './evidence.ts';
import { theCompetitor } from './the-competitor.ts';

const ABOUT = ['card', 'pricing', 'strengths', 'weaknesses', 'mentions'] as const;

export const getBattlecard = defineTool({
  name: 'get_battlecard',
  does: 'Looking at the battlecard',
  operation: 'read',
  entity: Competitor.name,
  description:
    'Shows what is known of a competitor and what to say against it: the battlecard, or only its pricing, strengths, weaknesses, or where it was mentioned; each point with source and age.',
  input: z.strictObject({
    competitor: oneOf(Competitor).optional().describe('Left out: the one spoken of last'),
    about: z.enum(ABOUT).default('card'),
  }),
  effect: 'read',
  async run({ competitor: name, about }, context): Promise<ToolResult> {
    const competitor = await theCompetitor(context, name);
    const focus = [focusOf(Competitor, competitor)];
    if (about === 'mentions') return { ...(await mentions(context, competitor)), focus, isAnswer: true };
    if (about !== 'card') return { ...(await partOf(context, competitor, about)), focus, isAnswer: true };
    const editions = await editionsOf(context, competitor);
    const published = editions.find(({ status }) => status === 'published');
    const [newest] = editions;
    const shown = published ?? newest;
    if (!shown)
      return {
        text: `There is no battlecard against **${competitor.name}** yet. This is what is kept of them; I can draft one from it and from your deals.`,
        cards: [await recordCard(context, Competitor, competitor)],
        suggestions: [
          `Draft a battlecard against ${competitor.name}`,
          `How do we do against ${competitor.name}?`,
        ],
        focus,
        isAnswer: true,
      };
    const isNewer = newest && newest.edition > shown.edition;
    const state = published ? '' : ' It is a draft that nobody has published.';
    return {
      text: `Here is the battlecard against **${competitor.name}**, version ${shown.edition}.${state}${isNewer ? ` A newer draft waits, version ${newest.edition}.` : ''}`,
      cards: [battlecardCard(context, competitor, shown)],
      suggestions: isNewer || !published ? ['Publish the battlecard'] : [],
      focus,
      isAnswer: true,
    };
  },
});

async function partOf(
  context: ToolContext,
  competitor: CompetitorRecord,
  about: 'pricing' | 'strengths' | 'weaknesses',
): Promise<ToolResult> {
  const [newest] = await editionsOf(context, competitor);
  const heading = HEADINGS[about];
  const kept = newest?.sections.find((section) => section.heading === heading)?.points ?? [];
  const known = await evidenceOf(context, competitor);
  const fresh = known.filter(
    ({ topic, text }) => topic === about && !kept.some((point) => point.text === text),
  );
  const points = [...kept, ...fresh];
  if (points.length === 0)
    return {
      text: `There is no evidence on the ${about} of **${competitor.name}**. Tell me, and I keep it.`,
    };
  return {
    text: `${heading} (**${competitor.name}**):\n${points
      .map((point) => `- ${point.text} (${sourceInWords(context, point)})`)
      .join('\n')}`,
  };
}

async function mentions(context: ToolContext, competitor: CompetitorRecord): Promise<ToolResult> {
  const { own, count, outside } = await mentionsOf(context, competitor, 20);
  if (count === 0)
    return { text: `Nobody has mentioned **${competitor.name}** in a call, meeting, note or e-mail.` };
  const others =
    outside > 0 ? ` ${outside} of them in words from outside the team, which I do not repeat.` : '';
  return {
    text: `**${competitor.name}** was mentioned ${counted(count, { one: 'time', many: 'times' })}.${others}`,
    cards: [
      {
        type: 'list',
        title: `Mentions of ${competitor.name}`,
        items: own.map(({ quote, at, entry }) => ({
          title: `“${quote}”`,
          detail: `${formatDay(at, context)}, ${entry.type}`,
        })),
        count,
      },
    ],
  };
}
