import type { CrmCore } from '../../crm-core.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { sourceOf } from './campaign-orders.ts';
import { rowsOf } from './campaign-rows.ts';

/** What people did with the mails of a campaign. */
export interface Engagement {
  variant: number;
  isTest: boolean;
  got: number;
  replied: number;
}

/** By variant, those of the test apart: who got it, and who answered. */
export async function engagementOf(
  crm: CrmCore,
  workspaceId: string,
  campaignId: string,
): Promise<Engagement[]> {
  const rows = (await rowsOf(crm)
    .find({ workspaceId, campaignId, status: { $in: ['sent', 'unknown'] } })
    .project({ variant: 1, isTest: 1, messageId: 1 })
    .toArray()) as unknown as Array<{ variant?: number; isTest: boolean; messageId?: string }>;
  const answered = await answeredOf(crm, workspaceId, campaignId);
  const groups = new Map<string, Engagement>();
  for (const { variant = 0, isTest, messageId } of rows) {
    const key = `${variant} ${isTest}`;
    const known = groups.get(key) ?? { variant, isTest, got: 0, replied: 0 };
    known.got++;
    if (messageId && answered.has(messageId)) known.replied++;
    groups.set(key, known);
  }
  return [...groups.values()].sort((a, b) => a.variant - b.variant);
}

/** The mails of a campaign that somebody has answered, machines left out. */
async function answeredOf(crm: CrmCore, workspaceId: string, campaignId: string): Promise<Set<string>> {
  const mails = crm.store.model(EmailMessage).collection;
  const sent = (await mails
    .find({ workspaceId, source: sourceOf(campaignId) })
    .project({ messageId: 1 })
    .toArray()) as unknown as Array<{ _id: string; messageId: string }>;
  const byMessageId = new Map(sent.map(({ _id, messageId }) => [messageId, _id]));
  const replies = (await mails
    .find({ workspaceId, direction: 'in', autoKind: 'none', inReplyTo: { $in: [...byMessageId.keys()] } })
    .project({ inReplyTo: 1 })
    .toArray()) as unknown as Array<{ inReplyTo: string }>;
  return new Set(replies.flatMap(({ inReplyTo }) => byMessageId.get(inReplyTo) ?? []));
}
