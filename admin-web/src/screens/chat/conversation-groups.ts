export interface ConversationSummary {
  id: string;
  title: string;
  lastMessageAt?: string | undefined;
}

export interface ConversationGroup {
  label: string;
  conversations: ConversationSummary[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Newest first, under the words people use for days; empty groups are left out. */
export function groupByDay(conversations: readonly ConversationSummary[], now: Date): ConversationGroup[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const groups: ConversationGroup[] = [
    { label: 'Today', conversations: [] },
    { label: 'Yesterday', conversations: [] },
    { label: 'Last 7 days', conversations: [] },
    { label: 'Earlier', conversations: [] },
  ];
  for (const conversation of conversations) {
    const at = conversation.lastMessageAt ? Date.parse(conversation.lastMessageAt) : now.getTime();
    const index = at >= midnight ? 0 : at >= midnight - DAY_MS ? 1 : at >= midnight - 7 * DAY_MS ? 2 : 3;
    groups[index]?.conversations.push(conversation);
  }
  return groups.filter((group) => group.conversations.length > 0);
}
