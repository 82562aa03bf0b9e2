import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { theCompetitor } from './the-competitor.ts';

export const linkCompetitor = defineTool({
  name: 'link_competitor',
  does: 'Linking a competitor to the deal',
  operation: 'other',
  entity: Opportunity.name,
  description: 'Notes on a deal that a competitor is in it too, or takes one off it.',
  input: z.strictObject({
    competitor: oneOf(Competitor),
    deal: oneOf(Opportunity),
    isOut: z.boolean().optional().describe('Takes it off: it is out of the race'),
  }),
  effect: 'write',
  async run({ competitor: name, deal: dealName, isOut = false }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const deal: OpportunityRecord = await resolveOne(context, Opportunity, dealName, 'deal');
    const competitor = await theCompetitor(context, name, deal.id);
    const { competitorIds = [] } = deal;
    const focus = [focusOf(Competitor, competitor), focusOf(Opportunity, deal)];
    if (competitorIds.includes(competitor.id) !== isOut)
      return {
        text: isOut
          ? `**${competitor.name}** is not in **${deal.title}**.`
          : `**${competitor.name}** is in **${deal.title}** already.`,
        focus,
        isAnswer: true,
      };
    const after = await crm.records(Opportunity).update(
      scope,
      deal.id,
      {
        competitorIds: isOut
          ? competitorIds.filter((id) => id !== competitor.id)
          : [...competitorIds, competitor.id],
        ...(isOut && deal.lostToId === competitor.id && { lostToId: null }),
      },
      { version: deal.version },
    );
    return {
      text: isOut
        ? `Took **${competitor.name}** off **${deal.title}**.`
        : `Noted that **${competitor.name}** is in **${deal.title}** too.`,
      cards: [
        await recordCard(context, Opportunity, after, {
          badge: 'Updated',
          changed: ['competitorIds'],
          ...undoable(context),
        }),
      ],
      changes: [{ entity: Opportunity.name, id: deal.id, change: 'updated' }],
      focus,
      suggestions: isOut ? [] : [`Battlecard against ${competitor.name}`],
      isAnswer: true,
    };
  },
});
