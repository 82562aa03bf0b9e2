import type { Feedback } from '@clianta/agents/turn-event.schema';
import type { ContextActionsBlock } from '@slack/types';
import { FEEDBACK_ACTION } from './actions.ts';

/** Two thumbs under an answer; what is thought of it is kept with its turn. */
export function feedbackButtons(turnId: string): ContextActionsBlock {
  const one = (text: string, label: string, verdict: Feedback['verdict']) => ({
    text: { type: 'plain_text' as const, text },
    accessibility_label: label,
    value: `${verdict}:${turnId}`,
  });
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: FEEDBACK_ACTION,
        positive_button: one('Good answer', 'This answer was good', 'good'),
        negative_button: one('Bad answer', 'This answer was not good', 'bad'),
      },
    ],
  };
}

/** What a button's value says; undefined when it is none of ours. */
export function feedbackIn(value: string): Feedback | undefined {
  const [, verdict, turnId = ''] = /^(good|bad):([\w.-]{1,60})$/.exec(value) ?? [];
  return verdict === 'good' || verdict === 'bad' ? { verdict, turnId } : undefined;
}
