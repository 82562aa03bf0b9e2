import { createHash } from 'node:crypto';
import type { TeamsActivity } from './teams.schema.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

/** Names an activity: one that is delivered again has the same. */
export function activityKey(activity: TeamsActivity, tenantId: string): string {
  const { type, id, timestamp, conversation, action, membersAdded, text } = activity;
  // an edit has the id of its message, and may follow another
  const version = type === 'message' ? [] : [String(timestamp ?? ''), action, text, membersAdded];
  return `activity:${digest(JSON.stringify([tenantId, conversation.id, type, id, ...version]))}`;
}

/** Names a message in its conversation, as its edits do. */
export const messageId = ({ id, conversation }: TeamsActivity): string => digest(`${conversation.id}:${id}`);
