import { splitText } from '../../../channel-kit/split-text.ts';
import { LIMITS } from './limits.ts';
import { section } from './render-blocks.ts';
import type { Part } from './slack-message.ts';

/** Long words in as many blocks as they take. */
export const textParts = (mrkdwn: string): Part[] =>
  splitText(mrkdwn, LIMITS.sectionText).map((text) => ({ text, blocks: [section(text)] }));
