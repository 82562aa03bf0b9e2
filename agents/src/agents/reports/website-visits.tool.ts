import { TrackingEvent } from '@clianta/crm-core/tracking/visit/tracking-event.schema';
import { z } from 'zod';
import { defineTool } from '../../tool.ts';
import { checkVisits, visitTest } from './check-visits.ts';
import { drawVisits, visitChart } from './draw-visits.ts';

export const websiteVisits = defineTool({
  name: 'website_visits',
  does: 'Looking at the visits of the website',
  operation: 'list',
  entity: TrackingEvent.name,
  description:
    'Figures of the website day by day: visits, engaged visits (users), session duration, or the visits of one traffic source, such as the most popular one. Draws them as columns, a line, points, or the distribution (histogram). With a test it answers yes or no instead: whether a figure was above or below another on any day, differs from an earlier day by so many percent, or grew by more than another figure.',
  input: z.strictObject({
    ...visitChart,
    test: visitTest.optional().describe('Needs from. Instead of a chart'),
  }),
  effect: 'read',
  decides: ({ test }) => (test ? 'answer' : undefined),
  async run({ test, ...args }, context) {
    const { from, to } = args;
    return test && from !== undefined
      ? checkVisits({ ...test, from, to }, context)
      : drawVisits(args, context);
  },
});
