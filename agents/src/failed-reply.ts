import type { Reply } from './reply.schema.ts';

/** A button says no more than this. */
const MOST_SAID = 75;

/**
 * What is told of an unexpected failure: its reference, never its cause.
 *
 * @param said - what was to be done, to say it again by a press
 */
export function failedReply(turnId: string, said: string): Reply {
  const again = said.trim();
  return {
    text: 'Sorry, something went wrong on my side.',
    cards: [
      {
        type: 'error',
        title: 'Something went wrong',
        advice: 'Please try again. If it happens again, give your admin the reference.',
        reference: turnId.slice(-8),
      },
    ],
    ...(again && again.length <= MOST_SAID && { suggestions: [again] }),
  };
}
