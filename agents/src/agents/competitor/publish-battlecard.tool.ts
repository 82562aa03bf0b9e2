import { Battlecard } from '@clianta/crm-core/intelligence/battlecard/battlecard.schema';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { battlecardCard, editionsOf, pointCount } from './battlecards.ts';
import { theCompetitor } from './the-competitor.ts';

export const publishBattlecard = defineTool({
  name: 'publish_battlecard',
  does: 'Publishing a battlecard',
  operation: 'other',
  entity: Battlecard.name,
  description:
    'Makes the newest version of the battlecard against a competitor the one that the team sees. Always asks for approval first.',
  input: z.strictObject({
    competitor: oneOf(Competitor).optional().describe('Left out: the one spoken of last'),
  }),
  effect: 'ask',
  async propose({ competitor: name }, context): Promise<Proposal | undefined> {
    const { competitor, newest } = await newestOf(context, name);
    if (!newest || newest.status === 'published') return undefined;
    return {
      title: `Publish the battlecard against ${competitor.name}, version ${newest.edition}`,
      preview: {
        count: 1,
        sample: newest.sections.map(({ heading, points }) => ({
          title: heading,
          detail: counted(points.length, { one: 'point', many: 'points' }),
        })),
        changes: [{ label: 'Status', from: 'Draft', to: 'Published' }],
      },
      recordIds: [newest.id],
    };
  },
  async run({ competitor: name }, context): Promise<ToolResult> {
    const { competitor, newest, editions } = await newestOf(context, name);
    const focus = [focusOf(Competitor, competitor)];
    const [shownId] = context.approvedIds ?? [];
    if (!newest || !shownId)
      return {
        text: newest
          ? `Version ${newest.edition} of the battlecard against **${competitor.name}** is published already.`
          : `There is no battlecard against **${competitor.name}** to publish. I can draft one.`,
        suggestions: newest ? [] : [`Draft a battlecard against ${competitor.name}`],
        focus,
        isAnswer: true,
      };
    const shown = editions.find(({ id }) => id === shownId) ?? newest;
    const card = await context.crm
      .records(Battlecard)
      .update(context.scope, shown.id, { status: 'published' });
    return {
      text: `Published version ${card.edition} of the battlecard against **${competitor.name}**, ${counted(pointCount(card), { one: 'point', many: 'points' })}.`,
      cards: [battlecardCard(context, competitor, card)],
      changes: [{ entity: Battlecard.name, id: card.id, change: 'updated' }],
      focus,
      isAnswer: true,
    };
  },
});

async function newestOf(context: ToolContext, name: string | undefined) {
  const competitor = await theCompetitor(context, name);
  const editions = await editionsOf(context, competitor);
  return { competitor, editions, newest: editions[0] };
}
