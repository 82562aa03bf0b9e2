import { z } from 'zod';
import { CHANNEL_POSTS, type ChannelPost } from '../conversations/channel-posts.ts';
import { ChatMessage } from '../conversations/chat-message/chat-message.schema.ts';
import { Conversation } from '../conversations/conversation/conversation.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import type { JobType } from '../work/define-job.ts';
import { Erasure, type ErasureRecord, type PersonKeys, type TraceOutside } from './erasure/erasure.schema.ts';
import type { ErasureCounts } from './erasure-counts.ts';
import { channelOfPost, isPost, POSTS_STAY, postsIn } from './traces-outside.ts';

/** Takes back what was posted on other platforms about somebody who is erased; done where channels are connected. */
export const removePosts = {
  name: 'remove_posts',
  lane: 'channels',
  data: z.object({ erasureId: z.string() }),
} as const satisfies JobType;

const NOT_TAKEN_BACK =
  'The platform did not let these be deleted, or is not connected any more: they have to be deleted there by hand.';

/** What was posted, and where. */
export interface PostOutside {
  trace: TraceOutside;
  channel: string;
  /** Of the thread that it stands in; absent where that is not known any more. */
  address?: Record<string, unknown>;
  /** The channel's ids of the messages. */
  parts: string[];
}

const isOpen = (trace: TraceOutside): boolean => isPost(trace) && trace.isOurs && !trace.outcome;

/** @returns whether there is anything to be taken back first */
export async function orderRemovals(
  crm: CrmCore,
  workspaceId: string,
  erasureId: string,
  { outside = [] }: PersonKeys,
): Promise<boolean> {
  if (!outside.some(isOpen)) return false;
  // the time makes another order of the same key
  await crm.enqueue(removePosts, { erasureId }, { workspaceId, key: erasureId, at: crm.now() });
  return true;
}

/** What of an erasure is to be taken back still. */
export async function postsToRemove(
  crm: CrmCore,
  workspaceId: string,
  erasureId: string,
): Promise<PostOutside[]> {
  const stored = await storedErasure(crm, workspaceId, erasureId);
  const posts: PostOutside[] = [];
  for (const trace of (stored?.keys?.outside ?? []).filter(isOpen))
    posts.push({ trace, channel: channelOfPost(trace), ...(await placeOf(crm, workspaceId, trace)) });
  return posts;
}

/** Notes what became of posts. */
export async function settlePosts(
  crm: CrmCore,
  workspaceId: string,
  erasureId: string,
  settled: ReadonlyMap<string, 'gone' | 'stays'>,
): Promise<void> {
  const stored = await storedErasure(crm, workspaceId, erasureId);
  if (!stored?.keys || settled.size === 0) return;
  const outside = (stored.keys.outside ?? []).map((trace) => {
    const outcome = isPost(trace) ? settled.get(trace.externalId) : undefined;
    return outcome ? { ...trace, outcome } : trace;
  });
  await crm.store
    .model(Erasure.name)
    .updateOne({ _id: erasureId, workspaceId }, { $set: { 'keys.outside': outside } });
}

/** Once at the end: by then it is known of each what became of it. */
export function countPosts({ outside = [] }: PersonKeys, counts: ErasureCounts): void {
  for (const trace of outside.filter(isPost)) {
    const target = postsIn(trace);
    if (trace.outcome === 'gone') counts.erased(target);
    else counts.kept(target, trace.isOurs ? NOT_TAKEN_BACK : POSTS_STAY);
  }
}

const storedErasure = (crm: CrmCore, workspaceId: string, erasureId: string) =>
  crm.store.model(Erasure.name).findOne({ _id: erasureId, workspaceId }).lean<ErasureRecord>();

/** An answer stands in the thread of its conversation, anything else where it is noted. */
async function placeOf(
  crm: CrmCore,
  workspaceId: string,
  { externalId }: TraceOutside,
): Promise<Pick<PostOutside, 'address' | 'parts'>> {
  const own = { _id: externalId, workspaceId };
  const told = await crm.store.connection.collection<ChannelPost>(CHANNEL_POSTS).findOne(own);
  if (told) return { address: told.address, parts: told.parts };
  const message = await crm.store
    .model(ChatMessage.name)
    .findOne(own)
    .lean<{ conversationId: string; externalId?: string; parts?: string[] }>();
  const conversation =
    message &&
    (await crm.store
      .model(Conversation.name)
      .findOne({ _id: message.conversationId, workspaceId })
      .lean<{ address?: Record<string, unknown> }>());
  const parts = message?.parts ?? (message?.externalId ? [message.externalId] : []);
  return { parts, ...(conversation?.address && { address: conversation.address }) };
}
