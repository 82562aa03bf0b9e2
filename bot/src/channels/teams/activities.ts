import type { OutgoingActivity } from './connector.ts';
import type { TeamsMessage } from './render/render.ts';

/** Says that what follows was written by a machine; Teams shows it as a label. */
const AI_LABEL = {
  type: 'https://schema.org/Message',
  '@type': 'Message',
  '@context': 'https://schema.org',
  additionalType: ['AIGeneratedContent'],
};

export const TYPING: OutgoingActivity = { type: 'typing' };

/** @param isAnswer - of the last message of an answer: Teams shows thumbs below it */
export function messageActivity(
  { text, cards, summary, suggestions }: TeamsMessage,
  { isAnswer = false }: { isAnswer?: boolean } = {},
): OutgoingActivity {
  const attachments = cards.map((content) => ({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content,
  }));
  const actions = suggestions.map((value) => ({ type: 'imBack', title: value, value }));
  return {
    type: 'message',
    text,
    textFormat: 'markdown',
    ...(summary && { summary }),
    ...(attachments.length > 0 && { attachments, attachmentLayout: 'list' }),
    ...(actions.length > 0 && { suggestedActions: { actions, to: [] } }),
    entities: [AI_LABEL],
    ...(isAnswer && { channelData: { feedbackLoop: { type: 'default' } } }),
  };
}

/** A text alone: a notice, a refusal, or what there is of an answer until now. */
export const textActivity = (text: string): OutgoingActivity => ({
  type: 'message',
  text,
  textFormat: 'markdown',
  entities: [AI_LABEL],
});

const AGAIN =
  '_I was interrupted as I sent this. If it stands above already, it is the same; nothing was done twice._';

/** Of what may have been posted before, which nobody can find out: Teams cannot be asked. */
export const saidAgain = (activity: OutgoingActivity): OutgoingActivity => ({
  ...activity,
  text: [AGAIN, activity.text].filter(Boolean).join('\n\n'),
});

export interface StreamPart {
  streamId: string | undefined;
  /** From 1. */
  sequence: number;
}

type StreamType = 'informative' | 'streaming';

/**
 * A part of an answer that is streamed: always all of its text until now.
 *
 * @see https://learn.microsoft.com/en-us/microsoftteams/platform/bots/streaming-ux
 */
export function streamed(text: string, streamType: StreamType, part: StreamPart): OutgoingActivity {
  const info = {
    streamType,
    streamSequence: part.sequence,
    ...(part.streamId && { streamId: part.streamId }),
  };
  return { type: 'typing', text, channelData: info, entities: [{ type: 'streaminfo', ...info }] };
}

/** The end of a streamed answer: the message that stays. */
export function lastStreamed(activity: OutgoingActivity, streamId: string): OutgoingActivity {
  const info = { streamId, streamType: 'final' };
  const entities = Array.isArray(activity.entities) ? activity.entities : [];
  const channelData = typeof activity.channelData === 'object' ? activity.channelData : {};
  return {
    ...activity,
    channelData: { ...channelData, ...info },
    entities: [...entities, { type: 'streaminfo', ...info }],
  };
}
