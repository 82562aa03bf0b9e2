/** What our messages are marked as, in their metadata. */
const MARKED = 'clianta_message';

export interface SlackMark {
  event_type: typeof MARKED;
  event_payload: { mark: string };
}

/** By which a message is found again that a process may have posted before it ended. */
export const markedAs = (mark: string): SlackMark => ({ event_type: MARKED, event_payload: { mark } });

export const isMarkedAs = (
  mark: string,
  metadata: { event_type?: string; event_payload?: unknown } | undefined,
): boolean => metadata?.event_type === MARKED && Object(metadata.event_payload).mark === mark;
