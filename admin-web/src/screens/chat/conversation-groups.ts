import { dayNumber } from '../../formatting.ts';

export interface ConversationSummary {
  id: string;
  title: string;
  lastMessageAt?: string | undefined;
  isPinned?: boolean | undefined;
}

export interface ConversationGroup {
  label: string;
  conversations: ConversationSummary[];
}

/** What is pinned, then the newest first, under the words people use for days of the workspace's clock; empty groups are left out. */
export function groupByDay(
  conversations: readonly ConversationSummary[],
  now: Date,
  timeZone: string,
): ConversationGroup[] {
  const today = dayNumber(now, timeZone);
  const groups: ConversationGroup[] = [
    { label: 'Pinned', conversations: [] },
    { label: 'Today', conversations: [] },
    { label: 'Yesterday', conversations: [] },
    { label: 'Last 7 days', conversations: [] },
    { label: 'Earlier', conversations: [] },
  ];
  for (const conversation of conversations) {
    const at = conversation.lastMessageAt ? new Date(conversation.lastMessageAt) : now;
    const daysAgo = today - dayNumber(at, timeZone);
    const index = daysAgo <= 0 ? 1 : daysAgo === 1 ? 2 : daysAgo <= 7 ? 3 : 4;
    groups[conversation.isPinned ? 0 : index]?.conversations.push(conversation);
  }
  return groups.filter((group) => group.conversations.length > 0);
}
