import { visitorScope } from '@clianta/crm-core/conversations/visitor-chat/change-visitor-chat';
import {
  VisitorChat,
  type VisitorChatRecord,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import {
  BusinessProfile,
  type BusinessProfileRecord,
} from '@clianta/crm-core/workspace/business-profile/business-profile.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { ToolContext } from '../tool.ts';

/** What a tool for visitors works with: their chat and what they may be told. */
export interface Visit {
  chat: VisitorChatRecord;
  profile: BusinessProfileRecord | undefined;
  /** Of the company, for people. */
  company: string;
}

export async function visitOf(
  { crm, scope }: Pick<ToolContext, 'crm' | 'scope'>,
  chatId: string,
): Promise<Visit> {
  const system = visitorScope(scope.workspaceId);
  const [chat, profile, workspace] = await Promise.all([
    crm.records(VisitorChat).get(system, chatId),
    profileOf(crm, scope.workspaceId),
    crm.records(Workspace).get(system, scope.workspaceId),
  ]);
  return { chat, profile, company: workspace.name };
}

/** What visitors may be told; undefined where nobody has written it yet. */
export const profileOf = (crm: CrmCore, workspaceId: string): Promise<BusinessProfileRecord | undefined> =>
  crm.records(BusinessProfile).findOne(visitorScope(workspaceId), {});
