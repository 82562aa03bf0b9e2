import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { categoryOf, FORECAST_CATEGORIES } from '@clianta/crm-core/intelligence/forecast/category';
import { z } from 'zod';
import { CATEGORY_WORDS } from '../../forecasts/category-words.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';

export const setCategory = defineTool({
  name: 'set_category',
  does: 'Setting a forecast category',
  operation: 'transition',
  entity: Opportunity.name,
  description:
    'Puts a deal into commit, best case or pipeline of the forecast, or omits it there; it stays, whatever its probability becomes.',
  input: z.strictObject({ deal: oneOf(Opportunity), category: z.enum(FORECAST_CATEGORIES) }),
  effect: 'write',
  async run({ deal: name, category }, context): Promise<ToolResult> {
    const deal = await resolveOne(context, Opportunity, name, 'deal');
    if (deal.status !== 'open')
      return {
        text: `**${deal.title}** is ${deal.status} already, so it is in no forecast.`,
        focus: [focusOf(Opportunity, deal)],
        isAnswer: true,
      };
    const before = categoryOf(deal.forecastCategory, deal.probability);
    const record = await context.crm
      .records(Opportunity)
      .update(context.scope, deal.id, { forecastCategory: category });
    const was = before === category ? 'as before' : `it was ${CATEGORY_WORDS[before]}`;
    return {
      text: `**${record.title}** is **${CATEGORY_WORDS[category]}** in the forecast now; ${was}.`,
      cards: [
        await recordCard(context, Opportunity, record, {
          badge: 'Updated',
          changed: ['forecastCategory'],
          ...undoable(context),
        }),
      ],
      changes: [{ entity: Opportunity.name, id: record.id, change: 'updated' }],
      focus: [focusOf(Opportunity, record)],
      isAnswer: true,
    };
  },
});
