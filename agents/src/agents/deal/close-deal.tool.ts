import { z } from 'zod';
import { transitionTool } from './transition-tool.ts';

export const closeDeal = transitionTool({
  name: 'close_deal',
  does: 'Closing the deal',
  description: 'Marks one deal, or all that match a filter, as won or lost, with the reason of a loss.',
  shape: { outcome: z.enum(['won', 'lost']), reason: z.string().optional() },
  shows: ['status', 'stageId', 'closedAt', 'lossReason', 'probability'],
  async read({ outcome, reason }) {
    const isLost = outcome === 'lost';
    const why = reason ? ` Reason: ${reason}.` : ' If you tell me why, I will note the reason.';
    return {
      done: 'Closed',
      patchOf: (deal) =>
        deal.status === outcome ? {} : { status: outcome, ...(isLost && reason && { lossReason: reason }) },
      isOpen: () => false,
      title: (what) => `Close ${what} as ${outcome}`,
      changes: [
        { label: 'Status', to: isLost ? 'Lost' : 'Won' },
        ...(isLost && reason ? [{ label: 'Loss reason', to: reason }] : []),
      ],
      said: (deal) =>
        `${isLost ? '' : 'Well done! '}Marked **${deal.title}** as ${outcome}.${isLost ? why : ''}`,
      already: (deal) => `**${deal.title}** is already ${outcome}.`,
    };
  },
});
