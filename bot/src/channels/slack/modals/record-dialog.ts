import type { RecordCard } from '@clianta/agents/reply.schema';
import type { KnownBlock, ModalView } from '@slack/types';
import { clip, LIMITS } from '../render/limits.ts';
import { section } from '../render/render-blocks.ts';
import { wholeRecord } from '../render/render-cards.ts';

/** All there is of a record; without one, why not. */
export function recordDialog(shown: RecordCard | string): ModalView {
  const blocks = typeof shown === 'string' ? [section(shown)] : blocksOf(shown);
  const title = typeof shown === 'string' ? 'Clianta' : shown.title;
  return {
    type: 'modal',
    title: { type: 'plain_text', text: clip(title, LIMITS.modalTitle) },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}

function blocksOf(card: RecordCard): KnownBlock[] {
  const blocks = wholeRecord(card).flatMap((part) => part.blocks);
  if (blocks.length <= LIMITS.modalBlocks) return blocks;
  return [...blocks.slice(0, LIMITS.modalBlocks - 1), section('… The rest is in Clianta.')];
}
