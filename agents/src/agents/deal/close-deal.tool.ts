import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { oneOf } from '../../tools/fields.ts';
import { lossOf, whyLost } from './loss-reason.ts';
import { transitionTool } from './transition-tool.ts';

export const closeDeal = transitionTool({
  name: 'close_deal',
  does: 'Closing the deal',
  description:
    'Marks one deal, or all that match a filter, as won or lost, with the reason of a loss and the competitor who got it. A loss needs a reason; the competitor may be left out.',
  shape: {
    outcome: z.enum(['won', 'lost']),
    reason: slot({ kind: 'text', isReason: true }, z.string()).optional(),
    competitor: oneOf(Competitor).optional(),
  },
  shows: ['status', 'stageId', 'closedAt', 'lossReason', 'lossReasonKey', 'lostToId', 'probability'],
  async read({ outcome, reason, competitor }, context) {
    const isLost = outcome === 'lost';
    const { winner, patchOf } = isLost
      ? await lossOf(context, reason, competitor)
      : { winner: undefined, patchOf: () => ({}) };
    const why = [
      ...(winner ? [`It went to **${winner.name}**.`] : []),
      ...(isLost && reason ? [`Reason: ${reason}.`] : []),
    ];
    return {
      done: 'Closed',
      patchOf: (deal) => (deal.status === outcome ? {} : { status: outcome, ...patchOf(deal) }),
      isOpen: () => false,
      ask: async (deal, what) =>
        isLost && !reason && !winner && deal?.status !== 'lost' && !deal?.lossReason
          ? whyLost(context, what)
          : undefined,
      title: (what) => `Close ${what} as ${outcome}`,
      changes: [
        { label: 'Status', to: isLost ? 'Lost' : 'Won' },
        ...(isLost && reason ? [{ label: 'Loss reason', to: reason }] : []),
        ...(winner ? [{ label: 'Lost to', to: winner.name }] : []),
      ],
      said: (deal) =>
        [`${isLost ? '' : 'Well done! '}Marked **${deal.title}** as ${outcome}.`, ...why].join(' '),
      already: (deal) => `**${deal.title}** is already ${outcome}.`,
    };
  },
});
