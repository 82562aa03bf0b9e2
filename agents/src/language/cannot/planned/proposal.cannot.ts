import type { CannotByTool } from '../cannot.ts';

export const proposal: CannotByTool = {
  create: {
    reply:
      'I cannot write proposals or quotes yet. I can create the deal with its amount, or a task to write the quote.',
    suggestions: [
      'Remind me tomorrow to write the quote',
      'Show my open deals',
      'Deals in the proposal stage',
    ],
  },
  edit: {
    instead: ['move_deal', 'update_deals'],
    reply:
      'I cannot change proposals or quotes yet. I can change the amount of the deal, or note what was agreed.',
    suggestions: ['Deals in the proposal stage', 'Show my open deals'],
  },
  price_check: {
    reply:
      'I have no price list and no quotes yet, so I cannot calculate a price. I can set the amount of a deal.',
    suggestions: ['Open deals by amount', 'Show my open deals', 'Deals in the proposal stage'],
  },
  pdf: {
    reply: 'I cannot make or open proposals as PDF yet. I can show the deal that it belongs to.',
    suggestions: ['Deals in the proposal stage', 'Show my open deals'],
  },
  send: {
    instead: ['move_deal', 'update_deals'],
    reply: 'I cannot send proposals yet. I can log that you sent one, or move the deal to its next stage.',
    suggestions: [
      'Remind me tomorrow to send the quote',
      'Show my open deals',
      'Deals in the proposal stage',
    ],
  },
  status: {
    instead: ['search_deals', 'get_deal'],
    reply:
      'I do not see yet whether a proposal was opened or answered. I can tell the stage of the deal and when it last moved.',
    suggestions: ['Deals in the proposal stage', 'Show my open deals'],
  },
  answer: {
    instead: ['close_deal', 'move_deal'],
    reply:
      'I keep no proposals yet, so I cannot record the answer to one. I can mark the deal as won or lost, or move it.',
    suggestions: ['Deals in the proposal stage', 'Show my open deals'],
  },
  withdraw: {
    reply: 'I cannot withdraw proposals yet. I can close the deal as lost, or put a note on it.',
    suggestions: ['Deals in the proposal stage', 'Show my open deals'],
  },
};
