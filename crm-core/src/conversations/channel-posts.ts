import type { CrmCore } from '../crm-core.ts';
import { idFrom } from '../entity/ids.ts';

/** Where what was told on another platform outside of conversations is kept, as long as it may stand there. */
export const CHANNEL_POSTS = 'channelPosts';

/** Something that was posted of itself: a notice, what became of a deal, a visitor's words. */
export interface ChannelPost {
  _id: string;
  workspaceId: string;
  /** The channel's name: `slack`. */
  channel: string;
  /** The channel's own address of the place. */
  address: Record<string, unknown>;
  text: string;
  /** The channel's ids of the messages. */
  parts: string[];
  at: Date;
}

/** Keeps what was posted where, so that it can be taken back should somebody whom it names be erased. */
export async function keepPost(crm: CrmCore, post: Omit<ChannelPost, '_id' | 'at'>): Promise<void> {
  const { workspaceId, channel, parts } = post;
  if (parts.length === 0) return;
  const _id = idFrom(`post:${workspaceId}:${channel}:${parts.join()}`);
  const value = { ...post, at: crm.now() };
  await crm.store.connection
    .collection<ChannelPost>(CHANNEL_POSTS)
    .updateOne({ _id }, { $set: value }, { upsert: true });
}
