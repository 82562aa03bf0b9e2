import type { KnownBlock } from '@slack/types';

/** One Slack message. */
export interface SlackMessage {
  /** Stands for the blocks in notifications, for screen readers, and where the blocks cannot be shown. */
  text: string;
  blocks: KnownBlock[];
  /** The proposal or question that this message shows, alone, so that it can be redrawn when that is decided. */
  cardId?: string;
}

/** Blocks that belong together, with their words. */
export interface Part {
  text: string;
  blocks: KnownBlock[];
}
